import { useState } from 'react';
import type { AgentToken } from '../../../shared/domain/agent-token';
import type { ApiError } from '../../../shared/domain/event';
import { ConfirmDialog } from '../../components/dialog';
import { RelativeTime } from '../../components/times';
import { useApp } from '../../lib/app-context';
import { messages } from '../../lib/messages';
import { settle } from '../../lib/settle';

const words = messages.agents;

interface RevokeTokenDialogProps {
  readonly target: AgentToken | null;
  readonly onClose: () => void;
}

export function RevokeTokenDialog({ target, onClose }: RevokeTokenDialogProps) {
  const { bridge, replica } = useApp();
  const [isBusy, setBusy] = useState(false);
  const [failure, setFailure] = useState<ApiError | null>(null);
  if (target === null) return null;

  function close(): void {
    setFailure(null);
    onClose();
  }

  async function revoke(id: string): Promise<void> {
    setBusy(true);
    const result = await settle(bridge.agentTokens.delete({ id }));
    setBusy(false);
    if (!result.ok) return setFailure(result.error);
    void replica.agentTokens.refresh();
    close();
  }

  return (
    <ConfirmDialog
      open
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
      busy={isBusy}
      error={failure}
      onConfirm={() => void revoke(target.id)}
      onCancel={close}
    />
  );
}
