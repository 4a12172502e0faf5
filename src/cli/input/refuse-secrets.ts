import { misused } from '../failures';

/** How provider keys and our own tokens begin, and the parts a client credential has. */
const SECRET_FORMS: readonly RegExp[] = [
  /^(?:sk-|sk_|pk_|gsk_|csk-|nvapi-|AQ\.|AIza|gh[pousr]_|github_pat_|tgp_v1_|fw_|hf_|cf[utk]{1,2}_|cfat_|cpk_|xai-|pplx-|r8_)[A-Za-z0-9_.-]{8,}$/,
  /spideriq_pat_[A-Za-z0-9]{8,}/,
  /:key_[^:]+:secret_/,
  /^eyJ[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+\./,
];
/** A long word without a dash that mixes capitals, small letters and digits, or a long number: no name, no id of ours. */
const LONG_WORD =
  /^(?:(?=.*[a-z])(?=.*[A-Z])(?=.*[0-9])[A-Za-z0-9+=]{32,}|[0-9a-f]{32,}(?:\.[A-Za-z0-9]+)?)$/;

/**
 * Throws for an argument that looks like a key, before anything is done with it: other programs can read arguments, and
 * shells keep them. The argument itself is never repeated.
 */
export function refuseSecrets(args: readonly string[]): void {
  if (!args.some((arg) => partsOf(arg).some(looksLikeSecret))) return;
  throw misused(
    'One of the arguments looks like a key or a token. Nothing was done with it: arguments can be read by other programs and stay in the history of the shell, so make a new one where you got it. Secrets are read from standard input: pipe them in, or type them when asked.',
  );
}

/** `--name=value` and `name=value` hide one behind the sign. */
function partsOf(arg: string): readonly string[] {
  const at = arg.indexOf('=');
  return at === -1 ? [arg] : [arg, arg.slice(at + 1)];
}

function looksLikeSecret(text: string): boolean {
  return SECRET_FORMS.some((form) => form.test(text)) || LONG_WORD.test(text);
}
