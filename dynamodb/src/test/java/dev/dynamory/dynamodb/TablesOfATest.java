package dev.dynamory.dynamodb;

import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.TestInstanceFactoryContext;
import org.junit.jupiter.api.extension.TestInstancePreConstructCallback;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/**
 * Deletes the tables that a test made, but for those that its class made: the engine looks through
 * all its tables about once a second, and builds no index once seven have a time to live.
 */
public final class TablesOfATest implements TestInstancePreConstructCallback, AfterEachCallback {
  private final Set<String> before = new HashSet<>();
  private boolean inTest;

  @Override
  public void preConstructTestInstance(
      TestInstanceFactoryContext instance, ExtensionContext context) throws Exception {
    var type = instance.getTestClass();
    Class.forName(type.getName(), true, type.getClassLoader()); // makes the tables of the class
    if (!inTest) {
      before.clear();
      before.addAll(tables(Engine.client()));
      inTest = true;
    }
  }

  @Override
  public void afterEach(ExtensionContext context) {
    var client = Engine.client();
    var made = tables(client);
    made.removeAll(before);
    made.forEach(table -> client.deleteTable(t -> t.tableName(table)));
    inTest = false;
  }

  private static Set<String> tables(DynamoDbClient client) {
    var tables = new HashSet<String>();
    client.listTablesPaginator().tableNames().forEach(tables::add);
    return tables;
  }
}
