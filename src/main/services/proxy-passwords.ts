import type { SealedItem, Vault } from '../vault/types';
import { refuse, vaultClosed } from './refusals';

/** Stands for a password in every address that is shown. */
const MASK = '***';

/** A proxy address in two parts: what may be shown, and what may not. */
interface SplitAddress {
  readonly shown: string;
  readonly password: string | null;
}

function splitAddress(text: string): SplitAddress {
  if (!URL.canParse(text)) return { shown: text, password: null };
  const url = new URL(text);
  const password = url.password === '' ? null : url.password;
  if (password !== null) url.password = MASK;
  return { shown: url.href.replace(/\/$/, ''), password };
}

/** Passwords of proxies, sealed like every other credential. A place is a setting's name, e.g. `proxy.url`. */
export interface ProxyPasswords {
  /** Takes the addresses of these places over and gives them as they may be shown. Throws SpiderGateError. */
  plan(wanted: ReadonlyMap<string, string>, shownNow: ReadonlyMap<string, string>): PlannedAddresses;
  /** With the password, or without user and password while the vault is locked. */
  fill(place: string, shown: string): string;
  sealed(): ReadonlyMap<string, string>;
  replace(sealed: ReadonlyMap<string, string>): void;
  /** All of them as the vault has sealed them. */
  items(): readonly SealedItem[];
  /** `sealed()` with these in it instead; to be handed to `replace` once they are stored. */
  withItems(items: readonly SealedItem[]): ReadonlyMap<string, string>;
}

export interface PlannedAddresses {
  readonly shown: ReadonlyMap<string, string>;
  /** Base64 by place; to be handed to `replace` once they are stored. */
  readonly sealed: ReadonlyMap<string, string>;
}

export function createProxyPasswords(vault: Vault, stored: ReadonlyMap<string, string>): ProxyPasswords {
  let seals = stored;

  /** A masked address means the stored password, but only for the proxy and the user it was given for. */
  function keep(place: string, shown: string, before: string | undefined): string | null {
    if (shown === before) return seals.get(place) ?? null;
    throw refuse(place, `${place} has changed: write the password again instead of "${MASK}".`);
  }

  function seal(place: string, password: string): string {
    if (vault.status().state !== 'unlocked') throw vaultClosed(vault.status());
    return Buffer.from(vault.seal(rowIdOf(place), password)).toString('base64');
  }

  return {
    plan(wanted, shownNow) {
      const shown = new Map<string, string>();
      const sealed = new Map<string, string>();
      for (const [place, text] of wanted) {
        const address = splitAddress(text);
        shown.set(place, address.shown);
        if (address.password === null) continue;
        const isMasked = address.password === MASK;
        const sealedNow = isMasked
          ? keep(place, address.shown, shownNow.get(place))
          : seal(place, address.password);
        if (sealedNow !== null) sealed.set(place, sealedNow);
      }
      return { shown, sealed };
    },
    fill(place, shown) {
      const url = URL.canParse(shown) ? new URL(shown) : null;
      if (url?.password !== MASK) return shown;
      const password = open(vault, place, seals.get(place));
      url.password = password ?? '';
      if (password === null) url.username = '';
      return url.href.replace(/\/$/, '');
    },
    sealed: () => seals,
    replace(sealed) {
      seals = sealed;
    },
    items: () =>
      [...seals].map(([place, sealed]) => ({
        rowId: rowIdOf(place),
        sealed: Buffer.from(sealed, 'base64'),
      })),
    withItems(items) {
      const changed = new Map(items.map((item) => [item.rowId, Buffer.from(item.sealed).toString('base64')]));
      return new Map([...seals].map(([place, sealed]) => [place, changed.get(rowIdOf(place)) ?? sealed]));
    },
  };
}

function open(vault: Vault, place: string, seal: string | undefined): string | null {
  if (seal === undefined) return null;
  try {
    return vault.open(rowIdOf(place), Buffer.from(seal, 'base64'));
  } catch {
    return null;
  }
}

function rowIdOf(place: string): string {
  return `settings:${place}`;
}
