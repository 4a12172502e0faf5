import type { AgentToken } from '../../../shared/domain/agent-token';
import { ConfirmedAction } from '../../components/confirmed-action';
import { RelativeTime } from '../../components/times';
import { useApp } from '../../lib/app-context';
import { messages } from '../../lib/messages';

const words = messages.agents;

interface RevokeTokenDialogProps {
  readonly target: AgentToken | null;
  readonly onClose: () => void;
}

export function RevokeTokenDialog({ target, onClose }: RevokeTokenDialogProps) {
  const { bridge, replica } = useApp();
  if (target === null) return null;
  return (
    <ConfirmedAction
      title={words.revokeTitle(target.name)}
      consequence={
        <p>
          {words.revokeConsequence}{' '}
          {target.last_used_at === null ? (
            words.neverUsed
          ) : (
            <>
              {words.lastUsed} <RelativeTime at={target.last_used_at} />.
            </>
          )}{' '}
          {target.enabled && words.revokeInstead}
        </p>
      }
      action={words.revoke}
      run={() => bridge.agentTokens.delete({ id: target.id })}
      onDone={() => {
        void replica.agentTokens.refresh();
        onClose();
      }}
      onCancel={onClose}
    />
  );
}
