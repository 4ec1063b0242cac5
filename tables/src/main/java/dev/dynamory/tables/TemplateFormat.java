package dev.dynamory.tables;

/**
 * What a table can be rendered as. In every format the table is on-demand and has no point-in-time
 * recovery, and no tool deletes it as a side effect: CloudFormation, SAM and CDK retain it when
 * their stack goes or wants to replace it, Terraform turns DynamoDB's deletion protection on.
 */
public enum TemplateFormat {
  /** A CloudFormation template in YAML, with the table's name and ARN as outputs. */
  CLOUDFORMATION,

  /**
   * Terraform configuration for the {@code aws} provider, with the table's name and ARN as outputs.
   */
  TERRAFORM,

  /** A CDK construct in Java. */
  CDK,

  /** A SAM template in YAML; a comment shows the policy for a function. */
  SAM,

  /** Commands for the AWS CLI in a POSIX shell. */
  AWS_CLI,

  /**
   * An IAM policy in JSON with a statement for each purpose, so that a role gets only those it
   * needs. It holds for every region and account of the partition {@code aws}.
   */
  IAM
}
