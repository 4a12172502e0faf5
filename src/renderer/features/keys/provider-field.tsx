import type { ProviderSummary } from '../../../shared/domain/provider';
import { Combobox, type ComboboxOption } from '../../components/combobox';
import { ConnectButton } from '../../components/connect-button';
import { Field } from '../../components/field';
import { KeyPageLink } from '../../components/key-page-link';
import { Monogram } from '../../components/monogram';
import { messages } from '../../lib/messages';
import type { ConnectDetails } from '../../lib/use-connect';
import { type ProviderGuess, takesKeys } from './key-form';

const words = messages.keys;

interface ProviderFieldProps {
  readonly guess: ProviderGuess;
  readonly providers: readonly ProviderSummary[];
  readonly error: string | undefined;
  readonly onChoose: (id: string) => void;
  /** A key came by signing in: nothing is left to paste. */
  readonly onConnected: () => void;
  readonly readDetails: () => ConnectDetails;
}

export function ProviderField({
  guess,
  providers,
  error,
  onChoose,
  onConnected,
  readDetails,
}: ProviderFieldProps) {
  const { provider } = guess;
  return (
    <Field
      label={words.provider}
      error={error}
      hint={guess.by === 'several' ? words.severalFit(guess.candidates.length) : undefined}
    >
      {(ids) => (
        <div className="flex items-center gap-1">
          <div className="min-w-0 grow">
            <Combobox
              {...ids}
              value={provider?.id ?? null}
              onChange={onChoose}
              options={listOptions(providers, guess.candidates)}
              placeholder={words.providerPlaceholder}
            />
          </div>
          {provider !== null && provider.key_url !== null && (
            <KeyPageLink providerId={provider.id}>{words.getKey}</KeyPageLink>
          )}
          {provider !== null && (
            <ConnectButton provider={provider} onConnected={onConnected} readDetails={readDetails} />
          )}
        </div>
      )}
    </Field>
  );
}

/** The best fits first, then by name; those that take no key last. */
export function listOptions(
  providers: readonly ProviderSummary[],
  candidates: readonly string[],
): readonly ComboboxOption[] {
  const rank = (provider: ProviderSummary) =>
    candidates.includes(provider.id) ? 0 : provider.refused === null ? 1 : 2;
  return providers
    .filter(takesKeys)
    .toSorted((left, right) => rank(left) - rank(right) || left.name.localeCompare(right.name))
    .map((provider) => ({
      value: provider.id,
      label: provider.name,
      mark: <Monogram id={provider.id} name={provider.name} />,
      detail: rank(provider) === 0 ? words.fits : rank(provider) === 2 ? words.takesNoKey : undefined,
    }));
}
