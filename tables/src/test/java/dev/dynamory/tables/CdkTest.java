package dev.dynamory.tables;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.IdentifierTree;
import com.sun.source.tree.ImportTree;
import com.sun.source.tree.MemberSelectTree;
import com.sun.source.tree.MethodInvocationTree;
import com.sun.source.util.JavacTask;
import com.sun.source.util.TreeScanner;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.tools.Diagnostic;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Parses the construct with the Java compiler and compares the calls in it with the definition. */
class CdkTest {

  static Stream<TableDefinition> tables() {
    return Examples.all();
  }

  @ParameterizedTest
  @MethodSource("tables")
  void isOneClassNamedAfterTheTable(TableDefinition table) {
    assertThat(parse(table).getTypeDecls()).hasSize(1);
    assertThat(parse(table).getTypeDecls().get(0).toString())
        .contains("public class " + Names.resource(table.name()) + " extends Construct {");
  }

  @ParameterizedTest
  @MethodSource("tables")
  void importsExactlyTheTypesItUses(TableDefinition table) {
    var unit = parse(table);
    var imported =
        unit.getImports().stream()
            .map(
                tree ->
                    ((MemberSelectTree) tree.getQualifiedIdentifier()).getIdentifier().toString())
            .toList();

    assertThat(imported)
        .doesNotHaveDuplicates()
        .containsExactlyInAnyOrderElementsOf(typesUsed(unit));
  }

  @ParameterizedTest
  @MethodSource("tables")
  void saysWhatTheDefinitionSays(TableDefinition table) {
    var calls = calls(parse(table));

    assertThat(arguments(calls, "tableName")).containsExactly(quoted(table.name()));
    assertThat(arguments(calls, "removalPolicy")).containsExactly("RemovalPolicy.RETAIN");
    assertThat(arguments(calls, "timeToLiveAttribute"))
        .containsExactlyElementsOf(table.expiry().stream().map(CdkTest::quoted).toList());
    assertThat(arguments(calls, "partitionKey"))
        .containsExactlyInAnyOrderElementsOf(
            schemas(table).map(keys -> attribute(keys.partitionKey())).toList());
    assertThat(arguments(calls, "sortKey"))
        .containsExactlyInAnyOrderElementsOf(
            schemas(table)
                .flatMap(keys -> keys.attributes().stream().skip(1))
                .map(CdkTest::attribute)
                .toList());
    assertThat(calls).filteredOn(call -> call.name().equals("onDemand")).hasSize(1);
  }

  @ParameterizedTest
  @MethodSource("tables")
  void projectsWhatTheIndexesProject(TableDefinition table) {
    var calls = calls(parse(table));
    var projections = table.indexes().stream().map(SecondaryIndex::projection).toList();

    assertThat(arguments(calls, "indexName"))
        .containsExactlyInAnyOrderElementsOf(
            table.indexes().stream().map(index -> quoted(index.name())).toList());
    assertThat(arguments(calls, "projectionType"))
        .containsExactlyInAnyOrderElementsOf(
            projections.stream().map(p -> "ProjectionType." + p.type()).toList());
    assertThat(arguments(calls, "nonKeyAttributes"))
        .containsExactlyElementsOf(
            projections.stream()
                .map(Projection::nonKeyAttributes)
                .filter(names -> !names.isEmpty())
                .map(names -> "List.of(\"" + String.join("\", \"", names) + "\")")
                .toList());
  }

  @ParameterizedTest
  @MethodSource("tables")
  void overridesWhatTheConstructCannotSayOfVectors(TableDefinition table) {
    var overrides = arguments(calls(parse(table)), "addPropertyOverride");

    assertThat(overrides).hasSize(table.vectors().isPresent() ? 1 : 0);
    assertThat(overrides)
        .allSatisfy(
            override ->
                assertThat(override)
                    .startsWith("\"VectorIndexes\", List.of(Map.of(")
                    .contains(
                        "\"Dimensions\", 384",
                        "\"VectorAttribute\", Map.of(\"AttributeName\", \"embedding\")"));
  }

  @ParameterizedTest
  @MethodSource("tables")
  void setsTheLimitsThatTheDefinitionSets(TableDefinition table) {
    var calls = calls(parse(table));

    assertThat(arguments(calls, "maxReadRequestUnits"))
        .containsExactlyElementsOf(
            table.maxReadRequestUnits().stream().mapToObj(max -> max + "L").toList());
    assertThat(arguments(calls, "maxWriteRequestUnits"))
        .containsExactlyElementsOf(
            table.maxWriteRequestUnits().stream().mapToObj(max -> max + "L").toList());
  }

  private static Stream<KeySchema> schemas(TableDefinition table) {
    return Stream.concat(
        Stream.of(table.keys()), table.indexes().stream().map(SecondaryIndex::keys));
  }

  private static String attribute(KeyAttribute key) {
    return "Attribute.builder().name(\"%s\").type(AttributeType.%s).build()"
        .formatted(key.name(), key.type());
  }

  private static String quoted(String text) {
    return '"' + text + '"';
  }

  private record Call(String name, String arguments) {}

  private static List<String> arguments(List<Call> calls, String name) {
    return calls.stream().filter(call -> call.name().equals(name)).map(Call::arguments).toList();
  }

  private static List<Call> calls(CompilationUnitTree unit) {
    var calls = new ArrayList<Call>();
    unit.accept(
        new TreeScanner<Void, Void>() {
          @Override
          public Void visitMethodInvocation(MethodInvocationTree call, Void unused) {
            if (call.getMethodSelect() instanceof MemberSelectTree method) {
              var arguments =
                  call.getArguments().stream()
                      .map(Object::toString)
                      .collect(Collectors.joining(", "));
              calls.add(new Call(method.getIdentifier().toString(), arguments));
            }
            return super.visitMethodInvocation(call, null);
          }
        },
        null);
    return calls;
  }

  /**
   * The simple names of types outside of {@code java.lang}: by convention, identifiers in capitals.
   */
  private static Set<String> typesUsed(CompilationUnitTree unit) {
    var types = new TreeSet<String>();
    unit.accept(
        new TreeScanner<Void, Void>() {
          @Override
          public Void visitImport(ImportTree tree, Void unused) {
            return null;
          }

          @Override
          public Void visitIdentifier(IdentifierTree tree, Void unused) {
            if (Character.isUpperCase(tree.getName().charAt(0))) {
              types.add(tree.getName().toString());
            }
            return super.visitIdentifier(tree, null);
          }
        },
        null);
    types.remove("String");
    return types;
  }

  private static CompilationUnitTree parse(TableDefinition table) {
    var diagnostics = new DiagnosticCollector<JavaFileObject>();
    var task =
        (JavacTask)
            ToolProvider.getSystemJavaCompiler()
                .getTask(
                    null,
                    null,
                    diagnostics,
                    List.of("--release", "17"),
                    null,
                    List.of(source(table)));
    try {
      var unit = task.parse().iterator().next();
      assertThat(diagnostics.getDiagnostics()).extracting(Diagnostic::toString).isEmpty();
      return unit;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static JavaFileObject source(TableDefinition table) {
    var name = URI.create("string:///" + Names.resource(table.name()) + ".java");
    return new SimpleJavaFileObject(name, JavaFileObject.Kind.SOURCE) {
      @Override
      public CharSequence getCharContent(boolean ignoreEncodingErrors) {
        return table.render(TemplateFormat.CDK);
      }
    };
  }
}
