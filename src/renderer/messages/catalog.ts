import { english } from './en';

type Widen<T> = T extends string
  ? string
  : T extends (...args: infer Args) => string
    ? (...args: Args) => string
    : { readonly [Key in keyof T]: Widen<T[Key]> };

/** Every word the window says, in one language. */
export type Messages = Widen<typeof english>;

/** A second language is one more entry, of a folder like `en`. */
const CATALOGS: Readonly<Record<string, Messages>> = { en: english };

/** The first language of the person that there are words in; English where there is none. */
export function chooseMessages(
  languages: readonly string[],
  catalogs: Readonly<Record<string, Messages>> = CATALOGS,
): Messages {
  for (const language of languages) {
    const name = language.toLowerCase().split('-')[0] ?? '';
    const found = Object.hasOwn(catalogs, name) ? catalogs[name] : undefined;
    if (found !== undefined) return found;
  }
  return english;
}
