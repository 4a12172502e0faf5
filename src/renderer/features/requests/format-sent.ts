/** JSON with line breaks, to be read; anything else as it is. Long texts are shown in part: a screen is not a file. */
const MOST_CHARACTERS = 200_000;

export function formatSent(text: string): string {
  return indent(text).slice(0, MOST_CHARACTERS);
}

function indent(text: string): string {
  try {
    return JSON.stringify(JSON.parse(text), null, 2);
  } catch {
    return text;
  }
}
