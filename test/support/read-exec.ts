/** The words of a desktop file's Exec line, as the Desktop Entry Specification reads them; field codes stay. */
export function readExec(text: string): readonly string[] {
  const line = /^Exec=(.*)$/m.exec(text)?.[1] ?? '';
  const value = line.replace(/\\(.)/g, (_, sign: string) => (sign === 'n' ? '\n' : sign));
  const found = value.matchAll(/"((?:\\[\s\S]|[^"\\])*)"|([^\s"]+)/g);
  return [...found].map(([, quoted, plain = '']) =>
    (quoted === undefined ? plain : quoted.replace(/\\(["`$\\])/g, '$1')).replaceAll('%%', '%'),
  );
}
