const GROUP = '[Default Applications]';

interface Choice {
  readonly type: string;
  /** Name of a `.desktop` file. */
  readonly application: string;
}

/** Whether `mimeapps.list` names it. Source: MIME applications specification; the first of several counts. */
export function isDefaultApplication(list: string, { type, application }: Choice): boolean {
  const line = linesOf(list).find(({ group, text }) => group === GROUP && isFor(type, text));
  return (
    line !== undefined &&
    line.text
      .slice(line.text.indexOf('=') + 1)
      .split(';')[0]
      ?.trim() === application
  );
}

/** `mimeapps.list` with it as the default, all else in it as it was. */
export function addDefaultApplication(list: string, choice: Choice): string {
  const lines = removeFor(choice.type, list);
  const at = lines.indexOf(GROUP);
  const entry = `${choice.type}=${choice.application}`;
  if (at >= 0) return [...lines.slice(0, at + 1), entry, ...lines.slice(at + 1)].join('\n');
  const before = list.trim() === '' ? [] : [...lines.join('\n').trimEnd().split('\n'), ''];
  return [...before, GROUP, entry, ''].join('\n');
}

/** Without it; another program that was made the default meanwhile stays. */
export function removeDefaultApplication(list: string, choice: Choice): string {
  if (!isDefaultApplication(list, choice)) return list;
  const left = removeFor(choice.type, list).join('\n');
  return left.trim() === GROUP ? '' : left;
}

function removeFor(type: string, list: string): string[] {
  return linesOf(list)
    .filter(({ group, text }) => group !== GROUP || !isFor(type, text))
    .map(({ text }) => text);
}

function isFor(type: string, line: string): boolean {
  return line.slice(0, line.indexOf('=')).trim() === type;
}

function linesOf(list: string): readonly { readonly group: string; readonly text: string }[] {
  let group = '';
  return list.split('\n').map((text) => {
    if (text.startsWith('[')) group = text.trim();
    return { group, text };
  });
}
