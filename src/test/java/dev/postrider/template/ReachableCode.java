package dev.postrider.template;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.lang.classfile.CodeElement;
import java.lang.classfile.MethodModel;
import java.lang.classfile.Opcode;
import java.lang.classfile.instruction.ConstantInstruction;
import java.lang.classfile.instruction.FieldInstruction;
import java.lang.classfile.instruction.InvokeDynamicInstruction;
import java.lang.classfile.instruction.InvokeInstruction;
import java.lang.classfile.instruction.NewObjectInstruction;
import java.lang.constant.DirectMethodHandleDesc;
import java.lang.reflect.AccessFlag;
import java.lang.reflect.Modifier;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/// The code of this project that a class may run, found in the class files: which methods of others
/// it calls, and which texts it names. A virtual call reaches the classes that are instantiated on
/// the way (rapid type analysis), so that what functions share counts only where it is used.
final class ReachableCode {
  private static final String OURS = "dev/postrider/";

  /// A method by its owner (as `dev/postrider/Name`), name and descriptor.
  private record Method(String owner, String name, String descriptor) {}

  private final Map<String, Optional<ClassModel>> classes = new HashMap<>();
  private final Set<Method> seen = new HashSet<>();
  private final Deque<Method> open = new ArrayDeque<>();
  private final Set<String> instantiated = new HashSet<>();
  private final Set<Method> virtualCalls = new HashSet<>();
  private final Set<String> foreignCalls = new TreeSet<>();
  private final Set<String> texts = new TreeSet<>();

  private ReachableCode() {}

  /// What runs when a function is started and invoked.
  static ReachableCode from(Class<?> handler) {
    ReachableCode code = new ReachableCode();
    code.instantiate(internalName(handler));
    code.classOf(internalName(handler)).stream()
        .flatMap(model -> model.methods().stream())
        .map(model -> method(internalName(handler), model))
        .filter(ReachableCode::isCalledByLambda)
        .forEach(code::reach);
    code.run();
    return code;
  }

  private static boolean isCalledByLambda(Method method) {
    return method.name().equals("handleRequest")
        || (method.name().equals("<init>") && method.descriptor().equals("()V"));
  }

  /// Calls of others' methods, as `software/amazon/awssdk/services/sqs/SqsClient.sendMessage`.
  Set<String> foreignCalls() {
    return foreignCalls;
  }

  /// All string constants.
  Set<String> texts() {
    return texts;
  }

  private void run() {
    int before;
    do {
      before = seen.size() + instantiated.size();
      while (!open.isEmpty()) {
        read(open.remove());
      }
      dispatchVirtualCalls();
    } while (!open.isEmpty() || seen.size() + instantiated.size() > before);
  }

  private void read(Method method) {
    bodyOf(method).ifPresent(body -> body.code().ifPresent(c -> c.forEach(this::read)));
  }

  private void read(CodeElement element) {
    switch (element) {
      case ConstantInstruction constant -> note(constant.constantValue());
      case NewObjectInstruction object -> instantiate(object.className().asInternalName());
      case FieldInstruction field -> initialize(field.owner().asInternalName());
      case InvokeInstruction call ->
          call(
              new Method(
                  call.owner().asInternalName(),
                  call.name().stringValue(),
                  call.type().stringValue()),
              call.opcode() != Opcode.INVOKESTATIC && call.opcode() != Opcode.INVOKESPECIAL);
      case InvokeDynamicInstruction dynamic -> dynamic.bootstrapArgs().forEach(this::note);
      default -> {}
    }
  }

  private void note(Object constant) {
    if (constant instanceof String text) {
      texts.add(text);
    } else if (constant instanceof DirectMethodHandleDesc handle) {
      String owner = handle.owner().descriptorString();
      Method target =
          new Method(
              owner.substring(1, owner.length() - 1),
              handle.methodName(),
              handle.lookupDescriptor());
      switch (handle.kind()) {
        case CONSTRUCTOR -> {
          instantiate(target.owner());
          call(target, false);
        }
        case STATIC, INTERFACE_STATIC, SPECIAL, INTERFACE_SPECIAL -> call(target, false);
        case VIRTUAL, INTERFACE_VIRTUAL -> call(target, true);
        case GETTER, SETTER, STATIC_GETTER, STATIC_SETTER -> initialize(target.owner());
      }
    }
  }

  private void call(Method target, boolean virtual) {
    if (!target.owner().startsWith(OURS)) {
      foreignCalls.add(target.owner() + "." + target.name());
      return;
    }
    initialize(target.owner());
    reach(target);
    if (virtual) {
      virtualCalls.add(target);
    }
  }

  /// Reaches the method, or the one that the owner inherits it from.
  private void reach(Method target) {
    if (bodyOf(target).isPresent()) {
      if (seen.add(target)) {
        open.add(target);
      }
      return;
    }
    parentsOf(target.owner())
        .forEach(parent -> reach(new Method(parent, target.name(), target.descriptor())));
  }

  private void dispatchVirtualCalls() {
    for (Method call : Set.copyOf(virtualCalls)) {
      for (String type : Set.copyOf(instantiated)) {
        if (isA(type, call.owner())) {
          reach(new Method(type, call.name(), call.descriptor()));
        }
      }
    }
  }

  private void instantiate(String type) {
    if (type.startsWith(OURS) && instantiated.add(type)) {
      initialize(type);
      reachCallbacks(type);
    }
  }

  private void initialize(String type) {
    if (type.startsWith(OURS)) {
      Method initializer = new Method(type, "<clinit>", "()V");
      if (bodyOf(initializer).isPresent() && seen.add(initializer)) {
        open.add(initializer);
      }
    }
  }

  /// What others call on an object of ours: the methods that override one of theirs.
  private void reachCallbacks(String type) {
    Set<String> theirs = new HashSet<>();
    foreignSupertypes(load(type))
        .forEach(c -> Stream.of(c.getMethods()).forEach(m -> theirs.add(m.getName())));
    for (String each = type; each.startsWith(OURS); each = superOf(each)) {
      String owner = each;
      classOf(owner).stream()
          .flatMap(model -> model.methods().stream())
          .filter(m -> theirs.contains(m.methodName().stringValue()))
          .filter(m -> !m.flags().has(AccessFlag.STATIC))
          .forEach(m -> reach(method(owner, m)));
    }
  }

  private Stream<Class<?>> foreignSupertypes(Class<?> type) {
    Stream<Class<?>> parents =
        Stream.concat(Stream.ofNullable(type.getSuperclass()), Stream.of(type.getInterfaces()));
    return parents
        .filter(c -> c != Object.class && c != Record.class && c != Enum.class)
        .flatMap(
            c ->
                internalName(c).startsWith(OURS)
                    ? foreignSupertypes(c)
                    : Stream.of(c).filter(p -> Modifier.isPublic(p.getModifiers())));
  }

  private boolean isA(String type, String ancestor) {
    return load(ancestor).isAssignableFrom(load(type));
  }

  private Stream<String> parentsOf(String type) {
    return classOf(type).stream()
        .flatMap(
            model ->
                Stream.concat(
                    model.superclass().stream().map(c -> c.asInternalName()),
                    model.interfaces().stream().map(c -> c.asInternalName())))
        .filter(parent -> parent.startsWith(OURS));
  }

  private String superOf(String type) {
    return classOf(type)
        .flatMap(ClassModel::superclass)
        .map(c -> c.asInternalName())
        .orElse("java/lang/Object");
  }

  private Optional<MethodModel> bodyOf(Method method) {
    return classOf(method.owner())
        .flatMap(
            model ->
                model.methods().stream()
                    .filter(m -> m.methodName().stringValue().equals(method.name()))
                    .filter(m -> m.methodType().stringValue().equals(method.descriptor()))
                    .filter(m -> m.code().isPresent())
                    .findFirst());
  }

  private Optional<ClassModel> classOf(String name) {
    return classes.computeIfAbsent(name, ReachableCode::parse);
  }

  private static Optional<ClassModel> parse(String name) {
    if (!name.startsWith(OURS)) {
      return Optional.empty();
    }
    try (InputStream in =
        ReachableCode.class.getClassLoader().getResourceAsStream(name + ".class")) {
      return in == null ? Optional.empty() : Optional.of(ClassFile.of().parse(in.readAllBytes()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Class<?> load(String name) {
    try {
      return Class.forName(name.replace('/', '.'), false, ReachableCode.class.getClassLoader());
    } catch (ClassNotFoundException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Method method(String owner, MethodModel model) {
    return new Method(owner, model.methodName().stringValue(), model.methodType().stringValue());
  }

  private static String internalName(Class<?> type) {
    return type.getName().replace('.', '/');
  }
}
