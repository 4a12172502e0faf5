import { toast } from 'sonner';
import type { AgentToken } from '../../../shared/domain/agent-token';
import { useApp } from '../../lib/app-context';
import { messages } from '../../lib/messages';
import { settle } from '../../lib/settle';

/** Pauses a token from the next request on, or lets it ask again; pausing can be undone. */
export function usePause() {
  const { bridge, replica } = useApp();

  async function setEnabled(token: Pick<AgentToken, 'id' | 'name'>, enabled: boolean): Promise<void> {
    const result = await settle(bridge.agentTokens.update({ id: token.id, change: { enabled } }));
    if (!result.ok) {
      toast.error(result.error.message);
      return;
    }
    replica.agentTokens.patch((all) => all.map((one) => (one.id === token.id ? result.value : one)));
    if (enabled) return;
    toast(messages.agents.pausedSaid(token.name), {
      action: { label: messages.actions.undo, onClick: () => void setEnabled(token, true) },
    });
  }
  return setEnabled;
}
