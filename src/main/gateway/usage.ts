import { authenticate, requireScope } from './auth/authenticate';
import { describeBudget } from './describe-budget';
import { SpiderGateError } from './errors';
import type { GatewayReply } from './gateway';
import type { GatewayPorts } from './ports';

type UsagePorts = Pick<GatewayPorts, 'credentials' | 'limits' | 'usageBook'>;

/** What a caller has used itself. A client credential is told about its whole workspace. */
export async function answerUsage(
  credential: string | null,
  ports: UsagePorts,
): Promise<Extract<GatewayReply, { kind: 'json' }>> {
  try {
    const identity = authenticate(credential, ports.credentials);
    requireScope(identity, 'gate:usage');
    ports.credentials.touch(identity);
    const { tokenId, workspaceId } = identity;
    const used = await (tokenId === null
      ? ports.usageBook.of('workspace', workspaceId)
      : ports.usageBook.of('token', tokenId));
    const budgets = ports.limits.view(identity);
    const body = {
      object: 'usage',
      client_id: identity.clientId,
      token: identity.tokenName,
      ...used,
      budget: describeBudget(budgets.token),
      workspace_budget: describeBudget(budgets.workspace),
    };
    return { kind: 'json', status: 200, headers: { 'cache-control': 'no-store' }, body };
  } catch (error) {
    if (!(error instanceof SpiderGateError)) throw error;
    return { kind: 'json', status: error.status, headers: error.headers, body: error.toBody() };
  }
}
