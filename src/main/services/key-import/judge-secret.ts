import { recogniseKey } from '../../../shared/domain/recognise-key';
import type { ProviderSigns } from './provider-signs';
import type { SecretJudge } from './types';

/** Printable ASCII without blanks: what a key can be at all. */
const POSSIBLE = /^[\x21-\x7e]{4,4096}$/;
/** Without a name or a known beginning, only what is long and mixed looks like a key. */
const ANONYMOUS = /^(?=.*[0-9])(?=.*[A-Za-z])[A-Za-z0-9._~+/=:-]{20,}$/;
const SHORTEST_PREFIXED = 12;
const SHORTEST_NAMED = 16;
const SHORTEST_KNOWN = 8;
const KEY_WORD = /(?:key|token|secret|credential)s?$/i;
const PLACEHOLDER =
  /\$\{|\$\(|\{\{|^<.*>$|^\*+$|x{4,}|\.{3}|^your[-_]|[-_]your[-_]|change[-_]?me|placeholder|process\.env/i;
const ADDRESS = /^[a-z][a-z0-9+.-]*:\/\//i;

/** Knows keys by their form; the providers' own prefixes and variable names come with `signs`. */
export function createSecretJudge(signs: ProviderSigns): SecretJudge {
  function isPossible(text: string): boolean {
    return POSSIBLE.test(text) && !ADDRESS.test(text) && !PLACEHOLDER.test(text);
  }

  function hasKnownBeginning(text: string): boolean {
    if (text.length < SHORTEST_PREFIXED) return false;
    const { candidates, refused } = recogniseKey(text, signs.prefixed);
    return refused !== null || candidates.length > 0;
  }

  const isSecret = (text: string) => isPossible(text) && (hasKnownBeginning(text) || ANONYMOUS.test(text));
  return {
    isSecret,
    isCertain: (text) => isPossible(text) && hasKnownBeginning(text),
    isNamedSecret(name, text) {
      if (!isPossible(text)) return false;
      if (hasKnownBeginning(text)) return true;
      if (signs.ofVariable(name) !== null) return text.length >= SHORTEST_KNOWN;
      if (signs.isBrand(name)) return ANONYMOUS.test(text);
      return KEY_WORD.test(name) && text.length >= SHORTEST_NAMED;
    },
  };
}
