/* Expressions in value context, and in the context of a jump. */
#include "compile/generate.h"

#include <string.h>

BinaryOperation binary_operation(BinaryOperator op)
{
    static const uint8_t operations[] = {
        [TREE_BINARY_ADD] = BINARY_ADD, [TREE_BINARY_SUB] = BINARY_SUBTRACT,
        [TREE_BINARY_MULT] = BINARY_MULTIPLY, [TREE_BINARY_MATMULT] = BINARY_MATRIX_MULTIPLY,
        [TREE_BINARY_DIV] = BINARY_TRUE_DIVIDE, [TREE_BINARY_MOD] = BINARY_REMAINDER,
        [TREE_BINARY_POW] = BINARY_POWER, [TREE_BINARY_LSHIFT] = BINARY_LEFT_SHIFT,
        [TREE_BINARY_RSHIFT] = BINARY_RIGHT_SHIFT, [TREE_BINARY_BITOR] = BINARY_OR,
        [TREE_BINARY_BITXOR] = BINARY_XOR, [TREE_BINARY_BITAND] = BINARY_AND,
        [TREE_BINARY_FLOORDIV] = BINARY_FLOOR_DIVIDE,
    };
    return (BinaryOperation)operations[op];
}

static CompareOperation compare_operation(CompareOperator op)
{
    switch (op) {
    case TREE_COMPARE_EQ: return COMPARE_EQUAL;
    case TREE_COMPARE_NOT_EQ: return COMPARE_NOT_EQUAL;
    case TREE_COMPARE_LT: return COMPARE_LESS;
    case TREE_COMPARE_LT_E: return COMPARE_LESS_EQUAL;
    case TREE_COMPARE_GT: return COMPARE_GREATER;
    default: return COMPARE_GREATER_EQUAL;
    }
}

/* Where the name of an attribute stands that is on another line than its object begins. */
Location attribute_location(const Expression *attribute, Location at)
{
    if (at.lineno == attribute->at.end_lineno)
        return at;
    at.lineno = attribute->at.end_lineno;
    int length = (int)attribute->attribute.attr->length;
    if (length <= attribute->at.end_col_offset)
        at.col_offset = attribute->at.end_col_offset - length;
    else
        at.col_offset = at.end_col_offset = -1;
    return at;
}

/* ---- warnings about what cannot be meant ----------------------------------------------------- */

/* The type of a display or literal, by its syntax alone; NULL when unknown. */
static const char *literal_type(const Expression *e)
{
    switch (e->kind) {
    case EXPRESSION_TUPLE: return "tuple";
    case EXPRESSION_LIST:
    case EXPRESSION_LIST_COMP: return "list";
    case EXPRESSION_DICT:
    case EXPRESSION_DICT_COMP: return "dict";
    case EXPRESSION_SET:
    case EXPRESSION_SET_COMP: return "set";
    case EXPRESSION_GENERATOR: return "generator";
    case EXPRESSION_LAMBDA: return "function";
    case EXPRESSION_JOINED_STR:
    case EXPRESSION_FORMATTED_VALUE: return "str";
    case EXPRESSION_CONSTANT:
        switch (e->constant.kind) {
        case CONSTANT_NONE: return "NoneType";
        case CONSTANT_TRUE:
        case CONSTANT_FALSE: return "bool";
        case CONSTANT_ELLIPSIS: return "ellipsis";
        case CONSTANT_INT: return "int";
        case CONSTANT_FLOAT: return "float";
        case CONSTANT_COMPLEX: return "complex";
        case CONSTANT_STR: return "str";
        case CONSTANT_BYTES: return "bytes";
        }
        return NULL;
    default: return NULL;
    }
}

static void check_subscript(Compiler *c, const Expression *e)
{
    const Expression *value = e->subscript.value, *index = e->subscript.slice;
    bool is_str_or_bytes = value->kind == EXPRESSION_CONSTANT &&
                           (value->constant.kind == CONSTANT_STR ||
                            value->constant.kind == CONSTANT_BYTES);
    if (value->kind == EXPRESSION_SET || value->kind == EXPRESSION_SET_COMP ||
        value->kind == EXPRESSION_GENERATOR || value->kind == EXPRESSION_LAMBDA ||
        (value->kind == EXPRESSION_CONSTANT && !is_str_or_bytes)) {
        compiler_warn(c, e->at, "'%s' object is not subscriptable; perhaps you missed a comma?",
                      literal_type(value));
        return;
    }
    const char *type = literal_type(index);
    if (type == NULL || index->kind == EXPRESSION_SLICE ||
        (index->kind == EXPRESSION_CONSTANT &&
         (index->constant.kind == CONSTANT_INT || index->constant.kind == CONSTANT_TRUE ||
          index->constant.kind == CONSTANT_FALSE)))
        return;
    if (value->kind == EXPRESSION_TUPLE || value->kind == EXPRESSION_LIST ||
        value->kind == EXPRESSION_LIST_COMP || value->kind == EXPRESSION_JOINED_STR ||
        is_str_or_bytes)
        compiler_warn(c, e->at,
                      "%s indices must be integers or slices, not %s; perhaps you missed a comma?",
                      literal_type(value), type);
}

static bool compares_identity_of_value(const Expression *e)
{
    return e->kind == EXPRESSION_CONSTANT &&
           (e->constant.kind == CONSTANT_INT || e->constant.kind == CONSTANT_FLOAT ||
            e->constant.kind == CONSTANT_COMPLEX || e->constant.kind == CONSTANT_STR ||
            e->constant.kind == CONSTANT_BYTES);
}

static void check_compare(Compiler *c, const Expression *e)
{
    bool left = compares_identity_of_value(e->compare.left);
    for (size_t i = 0; i < e->compare.count; i++) {
        CompareOperator op = e->compare.ops[i];
        bool right = compares_identity_of_value(e->compare.comparators[i]);
        if ((op == TREE_COMPARE_IS || op == TREE_COMPARE_IS_NOT) && (left || right)) {
            compiler_warn(c, e->at, op == TREE_COMPARE_IS
                                        ? "\"is\" with a literal. Did you mean \"==\"?"
                                        : "\"is not\" with a literal. Did you mean \"!=\"?");
            return;
        }
        left = right;
    }
}

/* ---- operators ------------------------------------------------------------------------------- */

/* The next piece of a format: text up to a directive, or a directive. */
typedef struct FormatPiece {
    const char *text;
    size_t length;
    char directive; /* s, r, a; 0: a text; '%': the text "%" */
} FormatPiece;

/* The piece at *at; false at the end, and with *at NULL at a directive that is none of the simple
 * ones. */
static bool format_piece(const char **at, const char *end, FormatPiece *piece)
{
    if (*at == end)
        return false;
    const char *percent = memchr(*at, '%', (size_t)(end - *at));
    if (percent != *at) {
        *piece = (FormatPiece){*at, (size_t)((percent == NULL ? end : percent) - *at), 0};
        *at += piece->length;
        return true;
    }
    char directive = percent + 1 < end ? percent[1] : 0;
    if (directive != 's' && directive != 'r' && directive != 'a' && directive != '%') {
        *at = NULL;
        return false;
    }
    *piece = (FormatPiece){percent, 1, directive};
    *at += 2;
    return true;
}

/* Number of the pieces of the format when it suits `count` values and is short; else 0. */
static size_t format_pieces(const Text *format, size_t count)
{
    const char *at = format->bytes, *end = at + format->length;
    size_t pieces = 0;
    FormatPiece piece;
    while (format_piece(&at, end, &piece)) {
        pieces++;
        if (piece.directive != 0 && piece.directive != '%' && count-- == 0)
            return 0;
    }
    return at != NULL && count == 0 && pieces <= 4 * DISPLAY_CHUNK ? pieces : 0;
}

/* 'a %s b' % (x,) as f'a {x!s} b', as CPython compiles it. `format` is the text on the left. */
static Operand generate_format(Compiler *c, const Expression *e, const Text *format, int want)
{
    Unit *unit = c->unit;
    int mark = unit->top, count = 0;
    const char *at = format->bytes, *end = at + format->length;
    size_t value = 0;
    FormatPiece piece;
    while (!c->failed && format_piece(&at, end, &piece)) {
        count++;
        if (piece.directive == 0 || piece.directive == '%') {
            unit->at = e->at;
            deliver_constant(c, compiler_share(c, str_from_utf8_surrogates(c->rt, piece.text,
                                                                           piece.length)),
                             WANT_ANY);
            continue;
        }
        const Expression *part = e->binary.right->tuple.elts.items[value++];
        int place = unit->top;
        Operand operand = generate_value(c, part, WANT_FREE);
        unit->at = part->at;
        int code = operand_code(c, operand);
        int slot = result_slot(c, WANT_ANY, place);
        unsigned conversion = piece.directive == 's' ? 1 : piece.directive == 'r' ? 2 : 3;
        emit(c, OP_FORMAT, conversion | operand_use(c, operand, USE_B, slot), slot, code, 0);
    }
    unit->at = e->at;
    int slot = result_slot(c, want, mark);
    emit(c, OP_BUILD_STRING, 0, slot, mark, count);
    return operand_slot(slot);
}

static bool is_simple_format(const Expression *e)
{
    const Expression *left = e->binary.left, *right = e->binary.right;
    if (e->binary.op != TREE_BINARY_MOD || left->kind != EXPRESSION_CONSTANT ||
        left->constant.kind != CONSTANT_STR || right->kind != EXPRESSION_TUPLE)
        return false;
    for (size_t i = 0; i < right->tuple.elts.count; i++)
        if (right->tuple.elts.items[i]->kind == EXPRESSION_STARRED)
            return false;
    return format_pieces(&left->constant.str.text, right->tuple.elts.count) != 0;
}

static Operand generate_binary(Compiler *c, const Expression *e, int want)
{
    if (is_simple_format(e))
        return generate_format(c, e, &e->binary.left->constant.str.text, want);
    int mark = c->unit->top;
    Operand left = generate_value(c, e->binary.left, WANT_FREE);
    operand_protect(c, &left, e->binary.right);
    Operand right = generate_value(c, e->binary.right, WANT_FREE);
    c->unit->at = e->at;
    if (left.constant != NULL && right.constant != NULL) {
        Object *value = fold_binary(c, e->binary.op, left.constant, right.constant);
        if (value != NULL)
            return deliver_constant(c, value, want);
    }
    int left_code = operand_code(c, left), right_code = operand_code(c, right);
    int slot = result_slot(c, want, mark);
    unsigned n = binary_operation(e->binary.op) | operand_use(c, left, USE_B, slot) |
                 operand_use(c, right, USE_C, slot);
    emit(c, OP_BINARY, n, slot, left_code, right_code);
    return operand_slot(slot);
}

static Operand generate_unary(Compiler *c, const Expression *e, int want)
{
    int mark = c->unit->top;
    if (e->unary.op == TREE_UNARY_NOT) {
        /* not (a in b) is a not in b: the same for `is` */
        const Expression *operand = e->unary.operand;
        if (operand->kind == EXPRESSION_COMPARE && operand->compare.count == 1 &&
            operand->compare.ops[0] >= TREE_COMPARE_IS) {
            CompareOperator inverted = (CompareOperator)(
                TREE_COMPARE_IS + ((operand->compare.ops[0] - TREE_COMPARE_IS) ^ 1));
            Expression copy = *operand;
            copy.compare.ops = &inverted;
            return generate_value(c, &copy, want);
        }
    }
    Operand operand = generate_value(c, e->unary.operand, WANT_FREE);
    c->unit->at = e->at;
    if (operand.constant != NULL) {
        Object *value = fold_unary(c, e->unary.op, operand.constant);
        if (value != NULL)
            return deliver_constant(c, value, want);
    }
    int code = operand_code(c, operand);
    int slot = result_slot(c, want, mark);
    unsigned use = operand_use(c, operand, USE_B, slot);
    switch (e->unary.op) {
    case TREE_UNARY_NOT: emit(c, OP_NOT, use, slot, code, 0); break;
    case TREE_UNARY_MINUS: emit(c, OP_UNARY, use | UNARY_NEGATIVE, slot, code, 0); break;
    case TREE_UNARY_PLUS: emit(c, OP_UNARY, use | UNARY_POSITIVE, slot, code, 0); break;
    case TREE_UNARY_INVERT: emit(c, OP_UNARY, use | UNARY_INVERT, slot, code, 0); break;
    }
    return operand_slot(slot);
}

/* and, or: each value but the last either is the result or is dropped. */
static Operand generate_bool_op(Compiler *c, const Expression *e, int want)
{
    bool is_or = e->bool_op.op == BOOL_OR;
    Expressions values = e->bool_op.values;
    int mark = c->unit->top;
    int end = label_new(c);
    for (size_t i = 0; i + 1 < values.count && !c->failed; i++) {
        c->unit->top = mark;
        Operand value = generate_value(c, values.items[i], WANT_FREE);
        c->unit->at = e->at;
        if (value.constant != NULL) {
            if ((constant_truth(c, value.constant) != 0) == is_or) {
                deliver_constant(c, value.constant, WANT_ANY);
                emit_jump(c, OP_JUMP, 0, 0, 0, end);
            }
            continue;
        }
        if (!is_temporary(c, value.slot))
            value = deliver_slot(c, value.slot, WANT_ANY);
        emit_jump(c, is_or ? OP_JUMP_IF_TRUE_OR_CLEAR : OP_JUMP_IF_FALSE_OR_CLEAR, 0, value.slot,
                  0, end);
    }
    c->unit->top = mark;
    generate_value(c, values.items[values.count - 1], WANT_ANY);
    label_bind(c, end);
    c->unit->top = mark;
    if (want >= 0) {
        emit(c, OP_TAKE, 0, want, mark, 0);
        return operand_slot(want);
    }
    return operand_slot(temporary_push(c));
}

static Operand generate_if(Compiler *c, const Expression *e, int want)
{
    int mark = c->unit->top;
    int otherwise = label_new(c), end = label_new(c);
    int branch_want = want >= 0 ? want : WANT_ANY;
    generate_condition(c, e->if_exp.test, otherwise, false);
    generate_value(c, e->if_exp.body, branch_want);
    emit_jump(c, OP_JUMP, 0, 0, 0, end);
    label_bind(c, otherwise);
    c->unit->top = mark;
    generate_value(c, e->if_exp.orelse, branch_want);
    label_bind(c, end);
    return operand_slot(result_slot(c, want, mark));
}

/* ---- comparisons ----------------------------------------------------------------------------- */

/* The right side of a comparison; constant lists and sets after `in` become tuples and frozensets. */
static Operand comparator_value(Compiler *c, const Expression *e, size_t index)
{
    const Expression *right = e->compare.comparators[index];
    CompareOperator op = e->compare.ops[index];
    if (index + 1 == e->compare.count && (op == TREE_COMPARE_IN || op == TREE_COMPARE_NOT_IN)) {
        Object *value = NULL;
        if (right->kind == EXPRESSION_LIST)
            value = elements_fold(c, right->list.elts);
        else if (right->kind == EXPRESSION_SET)
            value = frozenset_of(c, elements_fold(c, right->set.elts));
        if (value != NULL) {
            c->unit->at = right->at;
            return deliver_constant(c, value, WANT_FREE);
        }
    }
    return generate_value(c, right, WANT_FREE);
}

static void emit_compare(Compiler *c, CompareOperator op, int slot, Operand left, Operand right,
                         bool keep_right)
{
    int left_code = operand_code(c, left), right_code = operand_code(c, right);
    unsigned use = operand_use(c, left, USE_B, slot);
    if (!keep_right)
        use |= operand_use(c, right, USE_C, slot);
    switch (op) {
    case TREE_COMPARE_IS:
    case TREE_COMPARE_IS_NOT:
        emit(c, OP_IS, use | (op == TREE_COMPARE_IS_NOT), slot, left_code, right_code);
        break;
    case TREE_COMPARE_IN:
    case TREE_COMPARE_NOT_IN:
        emit(c, OP_CONTAINS, use | (op == TREE_COMPARE_NOT_IN), slot, left_code, right_code);
        break;
    default:
        emit(c, OP_COMPARE, use | compare_operation(op), slot, left_code, right_code);
        break;
    }
}

/* Keeps the middle operand of a chain through the operands that follow. */
static void protect_in_chain(Compiler *c, Operand *operand, const Expression *e, size_t from)
{
    for (size_t i = from; i < e->compare.count; i++)
        operand_protect(c, operand, e->compare.comparators[i]);
}

typedef struct ChainExit {
    int label, result;
    Operand middle;
} ChainExit;

static Operand generate_compare(Compiler *c, const Expression *e, int want)
{
    check_compare(c, e);
    Unit *unit = c->unit;
    int mark = unit->top;
    size_t count = e->compare.count;
    Operand left = generate_value(c, e->compare.left, WANT_FREE);
    operand_protect(c, &left, e->compare.comparators[0]);
    ChainExit *exits = count == 1 ? NULL : compiler_take(c, count - 1, sizeof(ChainExit));
    for (size_t i = 0; i + 1 < count && !c->failed; i++) {
        Operand right = comparator_value(c, e, i);
        protect_in_chain(c, &right, e, i + 1);
        unit->at = e->at;
        int result = temporary_push(c);
        emit_compare(c, e->compare.ops[i], result, left, right, true);
        exits[i] = (ChainExit){label_new(c), result, right};
        emit_jump(c, OP_JUMP_IF_FALSE_OR_CLEAR, 0, result, 0, exits[i].label);
        unit->top = result;
        left = right;
    }
    Operand right = comparator_value(c, e, count - 1);
    unit->at = e->at;
    int slot = result_slot(c, want, mark);
    emit_compare(c, e->compare.ops[count - 1], slot, left, right, false);
    if (count == 1)
        return operand_slot(slot);
    int end = label_new(c);
    for (size_t i = 0; i + 1 < count && !c->failed; i++) {
        emit_jump(c, OP_JUMP, 0, 0, 0, end);
        label_bind(c, exits[i].label);
        operand_drop(c, exits[i].middle);
        if (slot != exits[i].result)
            emit(c, OP_TAKE, 0, slot, exits[i].result, 0);
    }
    label_bind(c, end);
    return operand_slot(slot);
}

/* Jumps to `label` when (left op right) == when. */
static void compare_jump(Compiler *c, CompareOperator op, Operand left, Operand right,
                         bool keep_right, int label, bool when)
{
    if (op < TREE_COMPARE_IS) {
        int left_code = operand_code(c, left), right_code = operand_code(c, right);
        unsigned use = operand_use(c, left, USE_A, -1);
        if (!keep_right)
            use |= operand_use(c, right, USE_B, -1);
        emit_jump(c, OP_COMPARE_JUMP, use | compare_operation(op) | (when ? 8u : 0), left_code,
                  right_code, label);
        return;
    }
    if (op <= TREE_COMPARE_IS_NOT && right.constant == NONE && left.constant == NULL) {
        bool on_none = (op == TREE_COMPARE_IS) == when;
        emit_jump(c, on_none ? OP_JUMP_IF_NONE : OP_JUMP_IF_NOT_NONE,
                  operand_use(c, left, USE_A, -1), left.slot, 0, label);
        return;
    }
    int mark = c->unit->top;
    int slot = temporary_push(c);
    emit_compare(c, op, slot, left, right, keep_right);
    emit_jump(c, when ? OP_JUMP_IF_TRUE : OP_JUMP_IF_FALSE, USE_A, slot, 0, label);
    c->unit->top = mark;
}

static void compare_condition(Compiler *c, const Expression *e, int label, bool when)
{
    check_compare(c, e);
    Unit *unit = c->unit;
    int mark = unit->top;
    size_t count = e->compare.count;
    Operand left = generate_value(c, e->compare.left, WANT_FREE);
    operand_protect(c, &left, e->compare.comparators[0]);
    ChainExit *exits = count == 1 ? NULL : compiler_take(c, count - 1, sizeof(ChainExit));
    int end = label_new(c);
    for (size_t i = 0; i + 1 < count && !c->failed; i++) {
        Operand right = comparator_value(c, e, i);
        protect_in_chain(c, &right, e, i + 1);
        unit->at = e->at;
        bool has_middle = right.constant == NULL && is_temporary(c, right.slot);
        exits[i] = (ChainExit){has_middle ? label_new(c) : -1, 0, right};
        compare_jump(c, e->compare.ops[i], left, right, true,
                     has_middle ? exits[i].label : when ? end : label, false);
        left = right;
    }
    Operand right = comparator_value(c, e, count - 1);
    unit->at = e->at;
    compare_jump(c, e->compare.ops[count - 1], left, right, false, label, when);
    for (size_t i = 0; i + 1 < count && !c->failed; i++) {
        if (exits[i].label < 0)
            continue;
        emit_jump(c, OP_JUMP, 0, 0, 0, end);
        label_bind(c, exits[i].label);
        operand_drop(c, exits[i].middle);
        if (!when)
            emit_jump(c, OP_JUMP, 0, 0, 0, label);
    }
    label_bind(c, end);
    unit->top = mark;
}

/* ---- conditions ------------------------------------------------------------------------------ */

void generate_condition(Compiler *c, const Expression *e, int label, bool when)
{
    if (!compiler_enter(c))
        return;
    Unit *unit = c->unit;
    int mark = unit->top;
    switch (e->kind) {
    case EXPRESSION_UNARY:
        if (e->unary.op != TREE_UNARY_NOT)
            break;
        generate_condition(c, e->unary.operand, label, !when);
        return;
    case EXPRESSION_BOOL_OP: {
        Expressions values = e->bool_op.values;
        bool is_or = e->bool_op.op == BOOL_OR;
        int end = label_new(c);
        for (size_t i = 0; i + 1 < values.count; i++)
            generate_condition(c, values.items[i], is_or == when ? label : end, is_or);
        generate_condition(c, values.items[values.count - 1], label, when);
        label_bind(c, end);
        return;
    }
    case EXPRESSION_IF: {
        int otherwise = label_new(c), end = label_new(c);
        generate_condition(c, e->if_exp.test, otherwise, false);
        generate_condition(c, e->if_exp.body, label, when);
        emit_jump(c, OP_JUMP, 0, 0, 0, end);
        label_bind(c, otherwise);
        generate_condition(c, e->if_exp.orelse, label, when);
        label_bind(c, end);
        return;
    }
    case EXPRESSION_COMPARE: compare_condition(c, e, label, when); return;
    default: break;
    }
    Operand value = generate_value(c, e, WANT_FREE);
    unit->at = e->at;
    if (value.constant != NULL) {
        if ((constant_truth(c, value.constant) != 0) == when)
            emit_jump(c, OP_JUMP, 0, 0, 0, label);
    } else {
        emit_jump(c, when ? OP_JUMP_IF_TRUE : OP_JUMP_IF_FALSE, operand_use(c, value, USE_A, -1),
                  value.slot, 0, label);
    }
    unit->top = mark;
}

/* ---- displays -------------------------------------------------------------------------------- */

static bool has_star(Expressions elements)
{
    for (size_t i = 0; i < elements.count; i++)
        if (elements.items[i]->kind == EXPRESSION_STARRED)
            return true;
    return false;
}

Operand generate_sequence(Compiler *c, Opcode build, Expressions elements, Location at, int want)
{
    Unit *unit = c->unit;
    int mark = unit->top;
    bool is_set = build == OP_BUILD_SET;
    if (build == OP_BUILD_TUPLE) {
        Object *constant = elements_fold(c, elements);
        unit->at = at;
        if (constant != NULL)
            return deliver_constant(c, constant, want);
    }
    bool has_stars = has_star(elements);
    if (!has_stars && elements.count <= DISPLAY_CHUNK &&
        (elements.count < 3 || build == OP_BUILD_TUPLE || elements_fold(c, elements) == NULL)) {
        for (size_t i = 0; i < elements.count; i++)
            generate_value(c, elements.items[i], WANT_ANY);
        unit->at = at;
        int slot = result_slot(c, want, mark);
        emit(c, build, 0, slot, mark, (int)elements.count);
        return operand_slot(slot);
    }
    /* grown step by step, in a temporary: nobody may see it half done */
    Opcode add = is_set ? OP_SET_ADD : OP_LIST_APPEND;
    Opcode extend = is_set ? OP_SET_UPDATE : OP_LIST_EXTEND;
    Object *constants = has_stars ? NULL : elements_fold(c, elements);
    unit->at = at;
    int row = temporary_push(c);
    if (constants != NULL) {
        emit(c, is_set ? OP_BUILD_SET : OP_BUILD_LIST, 0, row, row, 0);
        Operand items = deliver_constant(c, is_set ? frozenset_of(c, constants) : constants,
                                         WANT_FREE);
        emit(c, extend, operand_use(c, items, USE_B, -1), row, operand_code(c, items), 0);
    } else {
        size_t i = 0;
        unit->top = row;
        if (elements.count <= DISPLAY_CHUNK) /* what stands before the first star, at once */
            for (; i < elements.count && elements.items[i]->kind != EXPRESSION_STARRED; i++)
                generate_value(c, elements.items[i], WANT_ANY);
        unit->at = at;
        emit(c, is_set ? OP_BUILD_SET : OP_BUILD_LIST, 0, row, row, (int)i);
        for (; i < elements.count && !c->failed; i++) {
            const Expression *element = elements.items[i];
            bool is_star = element->kind == EXPRESSION_STARRED;
            unit->top = row + 1;
            Operand item = generate_value(c, is_star ? element->starred.value : element, WANT_FREE);
            unit->at = at;
            emit(c, is_star ? extend : add, operand_use(c, item, USE_B, -1), row,
                 operand_code(c, item), 0);
        }
    }
    unit->at = at;
    int slot = result_slot(c, want, mark);
    if (build == OP_BUILD_TUPLE)
        emit(c, OP_LIST_TO_TUPLE, 0, slot, row, 0);
    else if (slot != row)
        emit(c, OP_TAKE, 0, slot, row, 0);
    return operand_slot(slot);
}

static Operand generate_dict(Compiler *c, const Expression *e, int want)
{
    Unit *unit = c->unit;
    int mark = unit->top;
    Expressions keys = e->dict.keys, values = e->dict.values;
    size_t plain = 0; /* pairs before the first `**` */
    while (plain < keys.count && keys.items[plain] != NULL)
        plain++;
    bool is_whole = plain == keys.count && plain <= DISPLAY_CHUNK / 2;
    if (plain > DISPLAY_CHUNK / 2)
        plain = 0;
    for (size_t i = 0; i < plain; i++) {
        generate_value(c, keys.items[i], WANT_ANY);
        generate_value(c, values.items[i], WANT_ANY);
    }
    unit->at = e->at;
    if (is_whole) {
        int slot = result_slot(c, want, mark);
        emit(c, OP_BUILD_MAP, 0, slot, mark, (int)plain);
        return operand_slot(slot);
    }
    unit->top = mark;
    int dict = temporary_push(c);
    emit(c, OP_BUILD_MAP, 0, dict, dict, (int)plain);
    for (size_t i = plain; i < keys.count && !c->failed; i++) {
        unit->top = dict + 1;
        if (keys.items[i] == NULL) {
            Operand other = generate_value(c, values.items[i], WANT_FREE);
            unit->at = e->at;
            emit(c, OP_DICT_UPDATE, operand_use(c, other, USE_B, -1), dict, operand_code(c, other),
                 0);
            continue;
        }
        Operand key = generate_value(c, keys.items[i], WANT_FREE);
        operand_protect(c, &key, values.items[i]);
        Operand value = generate_value(c, values.items[i], WANT_FREE);
        unit->at = e->at;
        int key_code = operand_code(c, key), value_code = operand_code(c, value);
        emit(c, OP_MAP_ADD, operand_use(c, key, USE_B, -1) | operand_use(c, value, USE_C, -1), dict,
             key_code, value_code);
    }
    int slot = result_slot(c, want, mark);
    if (slot != dict)
        emit(c, OP_TAKE, 0, slot, dict, 0);
    return operand_slot(slot);
}

/* ---- text ------------------------------------------------------------------------------------ */

static Operand generate_formatted(Compiler *c, const Expression *e, int want)
{
    int mark = c->unit->top;
    Operand value = generate_value(c, e->formatted_value.value, WANT_FREE);
    Operand specification = operand_constant(NONE);
    unsigned n = e->formatted_value.conversion == 's'   ? 1
                 : e->formatted_value.conversion == 'r' ? 2
                 : e->formatted_value.conversion == 'a' ? 3
                                                        : 0;
    if (e->formatted_value.format_spec != NULL) {
        operand_protect(c, &value, e->formatted_value.format_spec);
        specification = generate_value(c, e->formatted_value.format_spec, WANT_FREE);
        n |= 4;
    }
    c->unit->at = e->at;
    int value_code = operand_code(c, value);
    int specification_code = (n & 4) != 0 ? operand_code(c, specification) : 0;
    int slot = result_slot(c, want, mark);
    n |= operand_use(c, value, USE_B, slot);
    if ((n & 4) != 0)
        n |= operand_use(c, specification, USE_C, slot);
    emit(c, OP_FORMAT, n, slot, value_code, specification_code);
    return operand_slot(slot);
}

static Operand generate_joined(Compiler *c, const Expression *e, int want)
{
    Unit *unit = c->unit;
    int mark = unit->top;
    Expressions values = e->joined_str.values;
    if (values.count == 0) {
        unit->at = e->at;
        return deliver_constant(c, compiler_share(c, str_from_c(c->rt, "")), want);
    }
    if (values.count == 1)
        return generate_value(c, values.items[0], want);
    /* joined in groups, and these in groups, so that no text needs a row of slots without bound */
    enum { GROUP = 4 * DISPLAY_CHUNK };
    int first = unit->top, groups = 0; /* the first `groups` slots are groups joined already */
    for (size_t i = 0; i < values.count && !c->failed; i++) {
        if (unit->top - first - groups == GROUP) {
            unit->at = e->at;
            emit(c, OP_BUILD_STRING, 0, first + groups, first + groups, GROUP);
            if (++groups == GROUP) {
                emit(c, OP_BUILD_STRING, 0, first, first, GROUP);
                groups = 1;
            }
            unit->top = first + groups;
        }
        generate_value(c, values.items[i], WANT_ANY);
    }
    unit->at = e->at;
    int count = unit->top - first;
    int slot = result_slot(c, want, mark);
    emit(c, OP_BUILD_STRING, 0, slot, first, count);
    return operand_slot(slot);
}

/* ---- attributes and items -------------------------------------------------------------------- */

/* super().name in a method, where super can only be the built-in one. */
static bool is_plain_super(Compiler *c, const Expression *e)
{
    Unit *unit = c->unit;
    if (e->kind != EXPRESSION_CALL || e->call.args.count != 0 || e->call.keywords.count != 0 ||
        e->call.func->kind != EXPRESSION_NAME || e->call.func->name.id != c->name_super)
        return false;
    if (unit->scope->kind != SCOPE_FUNCTION || unit->argument_count == 0)
        return false;
    Symbol *super = scope_find(unit->scope, c->name_super);
    Symbol *cell = scope_find(unit->scope, c->name_class_cell);
    if (super == NULL || super->visibility != VISIBLE_GLOBAL_IMPLICIT || cell == NULL ||
        cell->visibility != VISIBLE_FREE)
        return false;
    const Scope *top = unit->scope;
    while (top->parent != NULL)
        top = top->parent;
    Symbol *global = scope_find(top, c->name_super);
    if (global != NULL && (global->flags & (SYMBOL_BOUND | SYMBOL_GLOBAL)) != 0)
        return false;
    Symbol *self = scope_find(unit->scope, unit->locals[0]);
    return self->visibility == VISIBLE_CELL || local_is_bound(unit, 0);
}

/* The class and the instance of super(), in two new temporaries. */
static int push_super(Compiler *c, Location at)
{
    Unit *unit = c->unit;
    int mark = unit->top;
    unit->at = at;
    name_number_plain(c, c->name_super); /* not an operand, but among co_names */
    emit(c, OP_LOAD_CELL, 0, temporary_push(c), scope_find(unit->scope, c->name_class_cell)->cell,
         0);
    Symbol *self = scope_find(unit->scope, unit->locals[0]);
    int slot = temporary_push(c);
    if (self->visibility == VISIBLE_CELL)
        emit(c, OP_LOAD_CELL, 0, slot, self->cell, 0);
    else
        emit(c, OP_MOVE, 0, slot, 0, 0);
    return mark;
}

static Operand generate_attribute(Compiler *c, const Expression *e, int want)
{
    Unit *unit = c->unit;
    int mark = unit->top;
    if (is_plain_super(c, e->attribute.value)) {
        int pair = push_super(c, e->attribute.value->at);
        unit->at = attribute_location(e, e->at);
        int slot = result_slot(c, want, mark);
        emit(c, OP_LOAD_SUPER, 0, slot, pair, name_number(c, e->attribute.attr));
        return operand_slot(slot);
    }
    Operand object = generate_value(c, e->attribute.value, WANT_FREE);
    unit->at = attribute_location(e, e->at);
    int code = operand_code(c, object);
    int slot = result_slot(c, want, mark);
    emit(c, OP_LOAD_ATTRIBUTE, operand_use(c, object, USE_B, slot), slot, code,
         name_number(c, e->attribute.attr));
    return operand_slot(slot);
}

void generate_method(Compiler *c, const Expression *e)
{
    Unit *unit = c->unit;
    int window = unit->top;
    Location at = attribute_location(e, e->at);
    if (is_plain_super(c, e->attribute.value)) {
        push_super(c, e->attribute.value->at);
        unit->at = at;
        emit(c, OP_LOAD_SUPER, 1, window, window, name_number(c, e->attribute.attr));
        return;
    }
    Operand object = generate_value(c, e->attribute.value, WANT_FREE);
    unit->at = at;
    int code = operand_code(c, object);
    unit->top = window;
    temporary_push(c);
    temporary_push(c);
    emit(c, OP_LOAD_METHOD, operand_use(c, object, USE_B, window), window, code,
         name_number(c, e->attribute.attr));
}

static Operand generate_subscript(Compiler *c, const Expression *e, int want)
{
    check_subscript(c, e);
    int mark = c->unit->top;
    Operand object = generate_value(c, e->subscript.value, WANT_FREE);
    operand_protect(c, &object, e->subscript.slice);
    Operand key = generate_value(c, e->subscript.slice, WANT_FREE);
    c->unit->at = e->at;
    if (object.constant != NULL && key.constant != NULL) {
        Object *value = fold_subscript(c, object.constant, key.constant);
        if (value != NULL)
            return deliver_constant(c, value, want);
    }
    int object_code = operand_code(c, object), key_code = operand_code(c, key);
    int slot = result_slot(c, want, mark);
    emit(c, OP_GET_ITEM, operand_use(c, object, USE_B, slot) | operand_use(c, key, USE_C, slot),
         slot, object_code, key_code);
    return operand_slot(slot);
}

static Operand generate_slice(Compiler *c, const Expression *e, int want)
{
    Unit *unit = c->unit;
    int mark = unit->top;
    const Expression *parts[] = {e->slice.lower, e->slice.upper, e->slice.step};
    int count = e->slice.step != NULL ? 3 : 2;
    for (int i = 0; i < count; i++) {
        unit->at = e->at;
        if (parts[i] != NULL)
            generate_value(c, parts[i], WANT_ANY);
        else
            deliver_constant(c, NONE, WANT_ANY);
    }
    unit->at = e->at;
    int slot = result_slot(c, want, mark);
    emit(c, OP_BUILD_SLICE, 0, slot, mark, count);
    return operand_slot(slot);
}

/* ---- the rest -------------------------------------------------------------------------------- */

static Operand generate_walrus(Compiler *c, const Expression *e, int want)
{
    const Expression *target = e->named.target;
    int local = target_slot_after(c, target, e->named.value);
    if (local >= 0) {
        generate_value(c, e->named.value, local);
        local_set_bound(c->unit, local, true);
        c->unit->at = e->at;
        return deliver_slot(c, local, want);
    }
    Operand value = generate_value(c, e->named.value, want >= 0 ? WANT_ANY : want);
    c->unit->at = target->at;
    name_store(c, target->name.id, value, true);
    c->unit->at = e->at;
    if (want < 0)
        return value;
    operand_store(c, value, want);
    c->unit->top = value.slot;
    return operand_slot(want);
}

static Operand generate_yield(Compiler *c, const Expression *e, int want)
{
    Unit *unit = c->unit;
    int mark = unit->top;
    unit->at = e->at;
    if (!unit_is_function(c)) {
        compiler_error(c, e->at, "'yield' outside function");
        return operand_slot(0);
    }
    if (e->kind == EXPRESSION_YIELD_FROM) {
        if (unit->scope->is_coroutine) {
            compiler_error(c, e->at, "'yield from' inside async function");
            return operand_slot(0);
        }
        Operand source = generate_value(c, e->yield.value, WANT_FREE);
        unit->at = e->at;
        int code = operand_code(c, source);
        int iterator = result_slot(c, WANT_ANY, mark);
        emit(c, OP_GET_YIELD_FROM_ITER, operand_use(c, source, USE_B, iterator), iterator, code, 0);
        generate_delegate(c, iterator);
        if (want < 0)
            return operand_slot(iterator);
        emit(c, OP_TAKE, 0, want, iterator, 0);
        unit->top = mark;
        return operand_slot(want);
    }
    Operand value = e->yield.value == NULL ? deliver_constant(c, NONE, WANT_FREE)
                                           : generate_value(c, e->yield.value, WANT_FREE);
    unit->at = e->at;
    int code = operand_code(c, value);
    int slot = result_slot(c, want, mark);
    /* flagged even when the slot is the destination: it must not hold the value meanwhile */
    emit(c, OP_YIELD, operand_use(c, value, USE_B, -1), slot, code, 0);
    return operand_slot(slot);
}

Operand generate_value(Compiler *c, const Expression *e, int want)
{
    if (!compiler_enter(c))
        return operand_slot(0);
    switch (e->kind) {
    case EXPRESSION_BOOL_OP: return generate_bool_op(c, e, want);
    case EXPRESSION_NAMED: return generate_walrus(c, e, want);
    case EXPRESSION_BINARY: return generate_binary(c, e, want);
    case EXPRESSION_UNARY: return generate_unary(c, e, want);
    case EXPRESSION_LAMBDA: return generate_lambda(c, e, want);
    case EXPRESSION_IF: return generate_if(c, e, want);
    case EXPRESSION_DICT: return generate_dict(c, e, want);
    case EXPRESSION_SET: return generate_sequence(c, OP_BUILD_SET, e->set.elts, e->at, want);
    case EXPRESSION_LIST_COMP:
    case EXPRESSION_SET_COMP:
    case EXPRESSION_DICT_COMP:
    case EXPRESSION_GENERATOR: return generate_comprehension(c, e, want);
    case EXPRESSION_AWAIT: return generate_await(c, e, want);
    case EXPRESSION_YIELD:
    case EXPRESSION_YIELD_FROM: return generate_yield(c, e, want);
    case EXPRESSION_COMPARE: return generate_compare(c, e, want);
    case EXPRESSION_CALL: return generate_call(c, e, want);
    case EXPRESSION_FORMATTED_VALUE: return generate_formatted(c, e, want);
    case EXPRESSION_JOINED_STR: return generate_joined(c, e, want);
    case EXPRESSION_CONSTANT:
        c->unit->at = e->at;
        return deliver_constant(c, constant_object(c, &e->constant), want);
    case EXPRESSION_ATTRIBUTE: return generate_attribute(c, e, want);
    case EXPRESSION_SUBSCRIPT: return generate_subscript(c, e, want);
    case EXPRESSION_STARRED:
        compiler_error(c, e->at, "can't use starred expression here");
        return operand_slot(0);
    case EXPRESSION_NAME: return name_load(c, e->name.id, e->at, want);
    case EXPRESSION_LIST: return generate_sequence(c, OP_BUILD_LIST, e->list.elts, e->at, want);
    case EXPRESSION_TUPLE: return generate_sequence(c, OP_BUILD_TUPLE, e->tuple.elts, e->at, want);
    case EXPRESSION_SLICE: return generate_slice(c, e, want);
    }
    return operand_slot(0);
}

void generate_discard(Compiler *c, const Expression *e)
{
    int mark = c->unit->top;
    Operand value = generate_value(c, e, WANT_FREE);
    operand_drop(c, value);
    c->unit->top = mark;
}
