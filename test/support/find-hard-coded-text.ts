import { parseSync } from 'vite';

export interface HardCodedText {
  readonly line: number;
  readonly text: string;
}

/** Attributes whose value somebody reads or hears. */
const READ_ALOUD = new Set([
  'action',
  'alt',
  'aria-description',
  'aria-label',
  'aria-placeholder',
  'aria-roledescription',
  'aria-valuetext',
  'consequence',
  'description',
  'heading',
  'hint',
  'label',
  'lead',
  'placeholder',
  'text',
  'title',
  'what',
]);
/** A word among others, or alone. Single signs, addresses and the like are the same in every language. */
const WORD = /(?:^|\s)["'“(]?\p{L}[\p{L}’'-]+["'”),.:;?!…]*(?:$|\s)/u;

/** Words in JSX, in attributes people read and in toasts that do not come from the catalog. */
export function findHardCodedText(file: string, source: string): readonly HardCodedText[] {
  const { program, errors } = parseSync(file, source);
  if (errors.length > 0) throw new Error(`${file}: ${errors[0]?.message}`);
  return piecesBelow(program)
    .filter(({ text }) => WORD.test(text))
    .map(({ text, start }) => ({ line: source.slice(0, start).split('\n').length, text: text.trim() }));
}

type Node = Readonly<Record<string, unknown>> & { readonly type: string };

interface Piece {
  readonly start: number;
  readonly text: string;
}

function isNode(value: unknown): value is Node {
  return typeof value === 'object' && value !== null && 'type' in value && typeof value.type === 'string';
}

function asNodes(value: unknown): readonly Node[] {
  return Array.isArray(value) ? value.filter(isNode) : [];
}

function piecesBelow(value: unknown): readonly Piece[] {
  if (Array.isArray(value)) return value.flatMap(piecesBelow);
  if (!isNode(value)) return [];
  return [...piecesAt(value), ...Object.values(value).flatMap(piecesBelow)];
}

function piecesAt(node: Node): readonly Piece[] {
  switch (node.type) {
    case 'JSXText':
      return pieceOf(node, node.value);
    case 'JSXElement':
    case 'JSXFragment':
      return asNodes(node.children).flatMap((child) =>
        child.type === 'JSXExpressionContainer' ? outcomesOf(child.expression) : [],
      );
    case 'JSXAttribute':
      return isNode(node.name) && READ_ALOUD.has(String(node.name.name)) ? outcomesOf(node.value) : [];
    case 'CallExpression':
      return isToast(node.callee) ? outcomesOf(asNodes(node.arguments)[0]) : [];
    default:
      return [];
  }
}

/** The texts an expression can turn out as, as far as they are written down here. */
function outcomesOf(value: unknown): readonly Piece[] {
  if (!isNode(value)) return [];
  switch (value.type) {
    case 'Literal':
      return pieceOf(value, value.value);
    case 'TemplateLiteral':
      return asNodes(value.quasis).flatMap((quasi) => pieceOf(quasi, readCooked(quasi.value)));
    case 'JSXExpressionContainer':
      return outcomesOf(value.expression);
    case 'ConditionalExpression':
      return [...outcomesOf(value.consequent), ...outcomesOf(value.alternate)];
    case 'LogicalExpression':
      return [...(value.operator === '&&' ? [] : outcomesOf(value.left)), ...outcomesOf(value.right)];
    case 'BinaryExpression':
      return value.operator === '+' ? [...outcomesOf(value.left), ...outcomesOf(value.right)] : [];
    default:
      return [];
  }
}

function pieceOf(node: Node, text: unknown): readonly Piece[] {
  return typeof text === 'string' ? [{ start: Number(node.start), text }] : [];
}

function readCooked(value: unknown): unknown {
  return typeof value === 'object' && value !== null && 'cooked' in value ? value.cooked : null;
}

function isToast(callee: unknown): boolean {
  if (!isNode(callee)) return false;
  const target = callee.type === 'MemberExpression' ? callee.object : callee;
  return isNode(target) && target.type === 'Identifier' && target.name === 'toast';
}
