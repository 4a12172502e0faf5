// A scanner, not a parser: Biome keeps every import at the start of a line. What it does not understand counts as an
// import of values, so it may report too much and never too little.
const statement = /^[ \t]*(import|export)\b([^'"`;()]*?)\bfrom\s*(['"])([^'"\n]+)\3/gm;
const sideEffect = /^[ \t]*import\s*(['"])([^'"\n]+)\1/gm;
const call = /\b(?:import|require)\s*\(\s*(?:\/\*.*?\*\/\s*)?(['"`])([^'"`\n]+)\1/g;
const tailOfStatement =
  /(?:^|[\s}*])from\s*(['"])([^'"\n]+)\1\s*(?:with\s*\{[^}\n]*\}\s*)?;?\s*(?:\/\/.*)?$/gm;

/**
 * @param {string} source TypeScript
 * @returns {{line: number, specifier: string, typeOnly: boolean, names: string[]}[]} in the order of the file
 */
export function scanImports(source) {
  const found = new Map();
  const add = (match, specifier, typeOnly, names) => {
    const line = lineOf(source, match.index + match[0].indexOf(specifier));
    const key = `${line} ${specifier}`;
    if (!found.has(key)) found.set(key, { line, specifier, typeOnly, names });
  };
  for (const match of source.matchAll(statement)) {
    const clause = match[2].trim();
    add(match, match[4], /^type\b(?!\s*,)/.test(clause), namesIn(clause));
  }
  for (const match of source.matchAll(sideEffect)) add(match, match[2], false, []);
  for (const match of source.matchAll(call)) add(match, match[2], false, ['*']);
  for (const match of source.matchAll(tailOfStatement)) add(match, match[2], false, ['*']);
  return [...found.values()].sort((a, b) => a.line - b.line);
}

/** `{ app, type Tray as T }` → app, Tray; a default or namespace import can reach everything: `*`. */
function namesIn(clause) {
  const braces = /\{([^}]*)\}/.exec(clause);
  const outside = clause
    .replace(/\{[^}]*\}/, '')
    .replace(/^type\b/, '')
    .replace(/[\s,]/g, '');
  const inside = (braces?.[1] ?? '').split(',').map(
    (part) =>
      part
        .trim()
        .replace(/^type\s+/, '')
        .split(/\s+as\s+/)[0],
  );
  return [...inside.filter(Boolean), ...(outside ? ['*'] : [])];
}

function lineOf(source, index) {
  let line = 1;
  for (let at = source.indexOf('\n'); at !== -1 && at < index; at = source.indexOf('\n', at + 1)) line += 1;
  return line;
}
