package dev.dynamory.cli;

import dev.dynamory.BatchException;
import dev.dynamory.ConfigurationException;
import dev.dynamory.InvalidInputException;
import dev.dynamory.NotFoundException;
import dev.dynamory.RefusedException;
import dev.dynamory.RevisionConflictException;
import dev.dynamory.ValueTooLargeException;
import dev.dynamory.WriteConflictException;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkException;

/** What a failure says, in one line on standard error, and its exit code. */
final class Failures {
  static final int NOT_FOUND = 1;
  static final int BAD_INPUT = 2;
  static final int SERVICE_FAILED = 3;

  private Failures() {}

  static CommandLine reportedBy(Cli cli, CommandLine line) {
    return line.setParameterExceptionHandler((e, args) -> wrongArguments(cli, e))
        .setExecutionExceptionHandler((e, command, parsed) -> report(cli, e));
  }

  /** Whether the user can do something about it; else the service failed. */
  static boolean isBadInput(Throwable failure) {
    return failure instanceof InvalidInputException
        || failure instanceof ValueTooLargeException
        || failure instanceof WriteConflictException
        || failure instanceof RevisionConflictException
        || failure instanceof RefusedException
        || failure instanceof ConfigurationException;
  }

  /** One line, whatever the failure. */
  static String message(Throwable failure) {
    var cause =
        failure instanceof BatchException && failure.getCause() != null
            ? failure.getCause()
            : failure;
    var message = String.valueOf(cause.getMessage());
    if (cause instanceof AwsServiceException service && service.awsErrorDetails() != null) {
      var details = service.awsErrorDetails();
      message = details.errorCode() + ": " + details.errorMessage();
    } else if (!isBadInput(cause)
        && !(cause instanceof IllegalStateException
            || cause instanceof SdkException
            || cause instanceof NotFoundException)) {
      message = cause.getClass().getSimpleName() + ": " + message;
    }
    return inOneLine(message);
  }

  private static String inOneLine(String message) {
    return Console.printable(message.strip().replaceAll("\\s*\\R\\s*", " "));
  }

  private static int wrongArguments(Cli cli, ParameterException e) {
    var command = e.getCommandLine();
    cli.note(inOneLine(whatIsWrong(e)));
    if (!UnmatchedArgumentException.printSuggestions(e, command.getErr())) {
      var name = command.getCommandSpec().qualifiedName();
      if (command.getSubcommands().isEmpty()) {
        command.getErr().println("Try '" + name + " --help'.");
      } else {
        command.usage(command.getErr());
      }
    }
    return BAD_INPUT;
  }

  /** Where commands are expected, a word that is none is no argument too many. */
  private static String whatIsWrong(ParameterException e) {
    return e instanceof UnmatchedArgumentException unmatched
            && !unmatched.isUnknownOption()
            && !e.getCommandLine().getSubcommands().isEmpty()
        ? "there is no command '" + unmatched.getUnmatched().get(0) + "'"
        : String.valueOf(e.getMessage());
  }

  private static int report(Cli cli, Exception failure) {
    if (failure instanceof OutputClosedException) {
      return SERVICE_FAILED;
    }
    cli.note(message(failure));
    if (cli.verbose()) {
      failure.printStackTrace(cli.console().err());
    }
    return failure instanceof NotFoundException
        ? NOT_FOUND
        : isBadInput(failure) ? BAD_INPUT : SERVICE_FAILED;
  }
}
