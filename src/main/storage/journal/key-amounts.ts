import type { KeyAmount, NanoUsd } from '../../gateway/types';

/** By position, as they are written. */
export type KeyAmountPair = readonly [keyId: string, amount: NanoUsd];

export const packKeyAmounts = (list: readonly KeyAmount[]): readonly KeyAmountPair[] =>
  list.map(({ keyId, amount }) => [keyId, amount]);

export const unpackKeyAmounts = (pairs: readonly KeyAmountPair[]): readonly KeyAmount[] =>
  pairs.map(([keyId, amount]) => ({ keyId, amount }));

/** All of it with one key: the usual case, and all that earlier versions knew. */
export const allOfOneKey = (keyId: string | null, amount: NanoUsd): readonly KeyAmount[] =>
  keyId === null ? [] : [{ keyId, amount }];

export function isAllOfOneKey(list: readonly KeyAmount[], keyId: string | null, amount: NanoUsd): boolean {
  if (keyId === null) return list.length === 0;
  return list.length === 1 && list[0]?.keyId === keyId && list[0].amount === amount;
}
