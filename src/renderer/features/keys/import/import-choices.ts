import type { KeyImportEntry, KeyImportPreview } from '../../../../shared/domain/key-import';
import type { ProviderSummary } from '../../../../shared/domain/provider';
import type { KeyImportRequest } from '../../../../shared/ipc/key-import';

/** What somebody decides about one found key. */
export interface ImportChoice {
  readonly isTaken: boolean;
  readonly providerId: string | null;
  readonly label: string;
  readonly fields: Readonly<Record<string, string>>;
}

export type ImportChoices = Readonly<Record<string, ImportChoice>>;

/** What was recognised is taken; what has to be asked is not, until somebody answers. */
export function startChoices(preview: KeyImportPreview): ImportChoices {
  return Object.fromEntries(
    preview.entries.map((entry) => [
      entry.id,
      {
        isTaken: entry.state === 'ready',
        providerId: entry.provider_name,
        label: entry.key_label ?? '',
        fields: entry.fields,
      },
    ]),
  );
}

export function canBeTaken(entry: KeyImportEntry): boolean {
  return entry.state === 'ready' || entry.state === 'ask';
}

/** Fields that are still missing, or `null` where the provider is. */
export function missingFields(
  choice: ImportChoice,
  providers: readonly ProviderSummary[],
): readonly string[] | null {
  const provider = providers.find(({ id }) => id === choice.providerId);
  if (provider === undefined) return null;
  return provider.needs.filter((need) => (choice.fields[need] ?? '').trim() === '');
}

/** `workspaceId`: whose they are; `null` shares them with every tool. */
export function toImportRequest(
  preview: KeyImportPreview,
  choices: ImportChoices,
  providers: readonly ProviderSummary[],
  workspaceId: string | null,
): KeyImportRequest {
  const keys = preview.entries.flatMap((entry) => {
    const choice = choices[entry.id];
    if (choice === undefined || !choice.isTaken || choice.providerId === null) return [];
    const provider = providers.find(({ id }) => id === choice.providerId);
    const needs = provider?.needs ?? [];
    const label = choice.label.trim();
    const owner = entry.workspace_id ?? workspaceId;
    return [
      {
        id: entry.id,
        provider_name: choice.providerId,
        ...(label === '' ? {} : { key_label: label }),
        ...(entry.account === null ? {} : { account: entry.account }),
        ...(owner === null ? { share_with_pool: true } : { workspace_id: owner, share_with_pool: false }),
        ...(needs.length === 0
          ? {}
          : { fields: Object.fromEntries(needs.map((need) => [need, choice.fields[need]?.trim() ?? ''])) }),
      },
    ];
  });
  return { session_id: preview.session_id, keys };
}
