import { useState } from 'react';
import type { AgentToken, CreatedAgentToken } from '../../../shared/domain/agent-token';
import { ConfirmedAction } from '../../components/confirmed-action';
import { useApp } from '../../lib/app-context';
import { messages } from '../../lib/messages';
import { CreatedTokenDialog } from './token-dialog';

const words = messages.agents;

interface RotateTokenDialogProps {
  readonly target: AgentToken | null;
  readonly onClose: () => void;
}

/** Asks first, because the tool stops working; then shows the new secret once. */
export function RotateTokenDialog({ target, onClose }: RotateTokenDialogProps) {
  const { bridge, replica } = useApp();
  const [created, setCreated] = useState<CreatedAgentToken | null>(null);

  function close(): void {
    setCreated(null);
    onClose();
  }

  if (created !== null) return <CreatedTokenDialog token={created} onDone={close} />;
  if (target === null) return null;
  return (
    <ConfirmedAction
      title={words.rotateTitle(target.name)}
      consequence={<p>{words.rotateConsequence}</p>}
      action={words.rotateAction}
      run={() => bridge.agentTokens.rotate({ id: target.id })}
      onDone={(token) => {
        setCreated(token);
        void replica.agentTokens.refresh();
      }}
      onCancel={close}
    />
  );
}
