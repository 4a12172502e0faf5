interface PrefixedProvider {
  readonly id: string;
  readonly key_prefixes: readonly string[];
}

export interface RecognisedKey {
  /** Providers whose prefix fits best; several when the same prefix is shared, none when nothing fits. */
  readonly candidates: readonly string[];
  /** Why no key of this form is taken, in a sentence for people. */
  readonly refused: string | null;
}

/** Credentials that must not be handed to a third-party program, or open something else altogether. */
const REFUSED_FORMS: readonly { readonly prefix: string; readonly reason: string }[] = [
  {
    prefix: 'sk-ant-oat',
    reason:
      'This is the sign-in token of a Claude subscription. Anthropic does not allow those in other programs: make an API key (sk-ant-api…) in the Anthropic console.',
  },
  {
    prefix: 'cfk_',
    reason:
      'This is the global key of a Cloudflare account, which opens everything in it. Make an API token with the permission "Workers AI" instead.',
  },
  {
    prefix: 'ya29.',
    reason:
      'This is the sign-in token of a Google account. Google does not allow those in other programs: make an API key in AI Studio.',
  },
  {
    prefix: 'spideriq_pat_',
    reason: 'This is an agent token of SpiderGate itself: tools present it, it opens no provider.',
  },
  ...['sk_live_', 'sk_test_', 'rk_live_', 'rk_test_', 'pk_live_', 'pk_test_'].map((prefix) => ({
    prefix,
    reason: 'This is a key of Stripe, not of a provider of models.',
  })),
  ...['xoxb-', 'xoxp-', 'xapp-'].map((prefix) => ({
    prefix,
    reason: 'This is a token of Slack, not of a provider of models.',
  })),
];

/** Guesses the provider from a secret's prefix; the longest one that fits wins. */
export function recogniseKey(secret: string, providers: readonly PrefixedProvider[]): RecognisedKey {
  const key = secret.trim();
  const refused = REFUSED_FORMS.find((form) => key.startsWith(form.prefix))?.reason ?? null;
  let longest = 0;
  let candidates: string[] = [];
  for (const provider of providers) {
    const length = fittingLength(key, provider.key_prefixes);
    if (length === 0 || length < longest) continue;
    if (length > longest) candidates = [];
    longest = length;
    candidates.push(provider.id);
  }
  return { candidates, refused };
}

function fittingLength(key: string, prefixes: readonly string[]): number {
  return Math.max(0, ...prefixes.filter((prefix) => key.startsWith(prefix)).map((prefix) => prefix.length));
}
