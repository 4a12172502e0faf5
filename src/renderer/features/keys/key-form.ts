import type { ProviderSummary } from '../../../shared/domain/provider';
import { recogniseKey } from '../../../shared/domain/recognise-key';
import type { KeyCreateRequest } from '../../../shared/ipc/keys';

/** What the form holds: every field as text, so that nothing is undefined while somebody types. */
export interface KeyFormValues {
  readonly api_key: string;
  /** `null`: go by what was recognised. */
  readonly provider_name: string | null;
  readonly key_label: string;
  readonly account: string;
  readonly workspace_id: string;
  readonly share_with_pool: boolean;
  readonly fields: Readonly<Record<string, string>>;
}

export interface ProviderGuess {
  readonly provider: ProviderSummary | null;
  /** Where the guess came from; `several` asks the person to choose. */
  readonly by: 'choice' | 'prefix' | 'several' | 'nothing';
  /** The best fits, to be listed first. */
  readonly candidates: readonly string[];
  /** Why this key cannot be added. */
  readonly refused: string | null;
}

/** Providers a key can belong to; local servers and the demo need none. */
export function takesKeys(provider: ProviderSummary): boolean {
  return provider.kind !== 'local' && provider.kind !== 'builtin';
}

/** Which provider a pasted key is for. What somebody chose always wins over what the prefix says. */
export function guessProvider(
  secret: string,
  chosenId: string | null,
  providers: readonly ProviderSummary[],
): ProviderGuess {
  const { candidates, refused } = recogniseKey(secret, providers.filter(takesKeys));
  const find = (id: string | undefined) => providers.find((provider) => provider.id === id) ?? null;
  const chosen = find(chosenId ?? undefined);
  const only = candidates.length === 1 ? find(candidates[0]) : null;
  const provider = chosen ?? only;
  const by =
    chosen !== null ? 'choice' : only !== null ? 'prefix' : candidates.length > 1 ? 'several' : 'nothing';
  return { provider, by, candidates, refused: refused ?? provider?.refused ?? null };
}

/**
 * Empty optional fields are left out, so that main fills in its own defaults.
 * A key that is not shared must belong to a workspace: `homeId`, when none was chosen.
 */
export function toKeyRequest(
  values: KeyFormValues,
  provider: ProviderSummary,
  homeId: string | null,
): KeyCreateRequest {
  const owner = values.workspace_id !== '' ? values.workspace_id : values.share_with_pool ? null : homeId;
  const label = values.key_label.trim();
  const account = values.account.trim();
  const fields = Object.fromEntries(provider.needs.map((need) => [need, values.fields[need]?.trim() ?? '']));
  return {
    provider_name: provider.id,
    api_key: values.api_key.trim(),
    share_with_pool: values.share_with_pool,
    ...(label === '' ? {} : { key_label: label }),
    ...(account === '' ? {} : { account }),
    ...(owner === null ? {} : { workspace_id: owner }),
    ...(provider.needs.length === 0 ? {} : { fields }),
  };
}
