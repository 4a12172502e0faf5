/** A word this long that mixes letters and digits is taken for key material, whoever made it. */
const LONG_WORD = /[A-Za-z0-9_~+-]{20,}/g;
const AUTHORIZATION = /\b(bearer|basic)(\s+)[^\s"',\\]+/gi;
const CREDENTIAL_PART = /\b(cli|key|secret)_[A-Za-z0-9]+:[^\s"',\\]+/g;
/** Names of this program's own rows; they open nothing and make a log line useful. */
const OWN_ID = /^req_/;

/** The last net under the log: whatever a message carried along, nothing that looks like a secret is written. */
export function scrubSecrets(text: string): string {
  return text
    .replace(AUTHORIZATION, '$1$2[redacted]')
    .replace(CREDENTIAL_PART, '[redacted]')
    .replace(LONG_WORD, (word) => (looksSecret(word) ? '[redacted]' : word));
}

function looksSecret(word: string): boolean {
  return !OWN_ID.test(word) && /[0-9]/.test(word) && /[A-Za-z]/.test(word);
}
