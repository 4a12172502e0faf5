import type { ImportFormat } from '../../../shared/domain/key-import';
import type { ProviderDefinition } from '../../gateway/types';
import type { EmbeddedProvider } from '../../providers/types';

/** One secret in a text, with what stands around it. */
export interface FoundKey {
  readonly secret: string;
  /** The variable, or the way to it through a JSON document. */
  readonly name: string | null;
  /** Words near it that may say whose key it is: a provider column, an address, a neighbour called "name". */
  readonly hints: readonly string[];
  readonly label: string | null;
  readonly account: string | null;
  readonly workspace: string | null;
  readonly fields: Readonly<Record<string, string>>;
}

export interface ParsedText {
  readonly format: ImportFormat;
  readonly keys: readonly FoundKey[];
  /** Variables that hold no key, by name: some hold a field that a key needs. */
  readonly values: ReadonlyMap<string, string>;
  /** Lines or variables that were left alone. */
  readonly ignored: number;
}

export interface KnownProvider {
  readonly provider: ProviderDefinition;
  /** `null` for custom providers. */
  readonly embedded: EmbeddedProvider | null;
}

/** Tells what in a text may be a key. */
export interface SecretJudge {
  /** By its own form. */
  isSecret(text: string): boolean;
  /** It begins like a key of a provider: then it is one, whatever it goes by. */
  isCertain(text: string): boolean;
  /** By the form of the text and the name it goes by. */
  isNamedSecret(name: string, text: string): boolean;
}
