import { useState } from 'react';
import type { AgentToken, CreatedAgentToken } from '../../../shared/domain/agent-token';
import type { ApiError } from '../../../shared/domain/event';
import { ConfirmDialog } from '../../components/dialog';
import { useApp } from '../../lib/app-context';
import { messages } from '../../lib/messages';
import { settle } from '../../lib/settle';
import { CreatedTokenDialog } from './token-dialog';

const words = messages.agents;

interface RotateTokenDialogProps {
  readonly target: AgentToken | null;
  readonly onClose: () => void;
}

/** Asks first, because the tool stops working; then shows the new secret once. */
export function RotateTokenDialog({ target, onClose }: RotateTokenDialogProps) {
  const { bridge, replica } = useApp();
  const [isBusy, setBusy] = useState(false);
  const [failure, setFailure] = useState<ApiError | null>(null);
  const [created, setCreated] = useState<CreatedAgentToken | null>(null);

  function close(): void {
    setFailure(null);
    setCreated(null);
    onClose();
  }

  async function rotate(id: string): Promise<void> {
    setBusy(true);
    const result = await settle(bridge.agentTokens.rotate({ id }));
    setBusy(false);
    if (!result.ok) return setFailure(result.error);
    setCreated(result.value);
    void replica.agentTokens.refresh();
  }

  if (created !== null) return <CreatedTokenDialog token={created} onDone={close} />;
  if (target === null) return null;
  return (
    <ConfirmDialog
      open
      title={words.rotateTitle(target.name)}
      consequence={<p>{words.rotateConsequence}</p>}
      action={words.rotateAction}
      busy={isBusy}
      error={failure}
      onConfirm={() => void rotate(target.id)}
      onCancel={close}
    />
  );
}
