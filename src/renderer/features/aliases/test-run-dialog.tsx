import { Play, RotateCcw } from 'lucide-react';
import { useState } from 'react';
import type { ApiError } from '../../../shared/domain/event';
import type { TestRun } from '../../../shared/domain/test-run';
import { Button } from '../../components/button';
import { Dialog, DialogBody, DialogFooter } from '../../components/dialog';
import { Field, TextArea } from '../../components/field';
import { ErrorNote } from '../../components/notes';
import { useApp, useResource } from '../../lib/app-context';
import { asksAlias } from '../../lib/explain-request';
import { messages } from '../../lib/messages';
import { settle } from '../../lib/settle';
import { TestRunResult } from './test-run-result';

const words = messages.aliases.test;

interface TestRunDialogProps {
  readonly open: boolean;
  readonly aliasId: string;
  readonly onClose: () => void;
  readonly onTested: () => void;
  readonly onOpenRequest: (id: string) => void;
}

export function TestRunDialog({ open, aliasId, onClose, ...actions }: TestRunDialogProps) {
  return (
    <Dialog open={open} onClose={onClose} title={words.title(aliasId)} description={words.lead} isWide>
      {open && <TestRunForm aliasId={aliasId} onClose={onClose} {...actions} />}
    </Dialog>
  );
}

function TestRunForm({ aliasId, onClose, onTested, onOpenRequest }: Omit<TestRunDialogProps, 'open'>) {
  const { bridge, replica } = useApp();
  const workspaces = useResource(replica.workspaces).value ?? [];
  const { isEmbedding, workspaceId } = asksAlias(aliasId, workspaces);
  const [prompt, setPrompt] = useState<string>(isEmbedding ? words.exampleText : words.example);
  const [isRunning, setRunning] = useState(false);
  const [result, setResult] = useState<TestRun | null>(null);
  const [failure, setFailure] = useState<ApiError | null>(null);

  async function run(): Promise<void> {
    setRunning(true);
    setFailure(null);
    const started = await settle(
      bridge.testRun.start({
        model: aliasId,
        prompt: prompt.trim(),
        kind: isEmbedding ? 'embeddings' : 'chat',
        ...(workspaceId === undefined ? {} : { workspace_id: workspaceId }),
      }),
    );
    setRunning(false);
    if (!started.ok) return setFailure(started.error);
    setResult(started.value);
    onTested();
  }

  const logged = result?.request?.id;
  return (
    <>
      <DialogBody>
        <Field label={isEmbedding ? words.text : words.prompt}>
          {(ids) => (
            <TextArea
              {...ids}
              autoFocus
              rows={3}
              value={prompt}
              onChange={(event) => setPrompt(event.target.value)}
              onKeyDown={(event) => {
                if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) void run();
              }}
            />
          )}
        </Field>
        <ErrorNote error={failure} />
        {isRunning && (
          <p role="status" className="text-muted">
            {words.running}
          </p>
        )}
        {!isRunning && result !== null && <TestRunResult result={result} />}
      </DialogBody>
      <DialogFooter>
        {logged !== undefined && !isRunning && (
          <Button
            variant="quiet"
            className="mr-auto -ml-2"
            onClick={() => {
              onClose();
              onOpenRequest(logged);
            }}
          >
            {words.openLog}
          </Button>
        )}
        <Button onClick={onClose}>{messages.actions.close}</Button>
        <Button variant="primary" busy={isRunning} disabled={prompt.trim() === ''} onClick={() => void run()}>
          {!isRunning && (result === null ? <Play aria-hidden /> : <RotateCcw aria-hidden />)}
          {result === null ? words.run : words.again}
        </Button>
      </DialogFooter>
    </>
  );
}
