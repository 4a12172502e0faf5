import { SpiderGateError } from './errors';
import type { GatewayReply } from './gateway';
import type { Answering } from './reply';

const NOTHING_USED = { booked: 0, keyAmounts: [], tokens: 0 } as const;

/** Any error before an attempt was made, as a reply and, where the caller is known, as a row of the log. */
export async function refuseCall(thrown: unknown, answering: Answering | null): Promise<GatewayReply> {
  if (answering?.plan) answering.permit.settle(NOTHING_USED);
  else answering?.permit.refuse();
  if (!(thrown instanceof SpiderGateError)) throw thrown;
  const settled = answering?.record.close({
    status: 'error',
    httpStatus: thrown.status,
    errorCode: thrown.code,
    attempts: [],
    skipped: [],
    served: null,
    usage: null,
    textLength: 0,
    firstTokenAt: null,
  });
  if (settled?.written) await settled.written;
  const headers = { ...answering?.permit.headers(), ...thrown.headers };
  return { kind: 'json', status: thrown.status, headers, body: thrown.toBody() };
}
