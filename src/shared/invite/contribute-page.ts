/** What a contributor's page is given beside the signed invite itself. Nothing in it is secret. */
export interface InvitePageFacts {
  readonly token: string;
  /** Who invites, as they call themselves. */
  readonly from: string;
  readonly message: string | null;
  /** The workspace the key will belong to; `null`: the pool of the whole machine. */
  readonly workspace: string | null;
  readonly provider: {
    readonly name: string;
    readonly keyUrl: string | null;
    readonly keyPrefixes: readonly string[];
    /** Fields a key needs besides the secret. */
    readonly needs: readonly string[];
    readonly terms: readonly string[];
  };
  /** Where the provider can be asked for a key by signing in there; `null`: nowhere. */
  readonly connectUrl: string | null;
}

/** `file`: nothing can be sent, a reply is made instead. `gone`: one page for every invite that does not work. */
export type ContributePage =
  | { readonly kind: 'page' | 'file'; readonly invite: InvitePageFacts }
  | { readonly kind: 'withdraw' | 'gone' };

/** What the page shows of an answer to a POST. */
export interface ContributeAnswer {
  readonly outcome: 'added' | 'untested' | 'refused' | 'withdrawn';
  readonly message: string;
}
