import { type FormEvent, useState } from 'react';
import type { ApiError } from '../../../../shared/domain/event';
import type { CreatedWorkspace, Workspace } from '../../../../shared/domain/workspace';
import { workspaceCreateRequest } from '../../../../shared/ipc/workspaces';
import { Button } from '../../../components/button';
import { Dialog, DialogBody, DialogFooter } from '../../../components/dialog';
import { Field, TextInput } from '../../../components/field';
import { ErrorNote } from '../../../components/notes';
import { useApp } from '../../../lib/app-context';
import { describeIssue } from '../../../lib/describe-issue';
import { messages } from '../../../lib/messages';
import { settle } from '../../../lib/settle';
import { BudgetFields, CountFields } from '../limit-fields';
import { areReadable, NO_LIMIT_VALUES, startLimits, toLimitChange } from '../limit-form';

const words = messages.agents.workspaces;

interface WorkspaceDialogProps {
  readonly target: Workspace | 'new' | null;
  /** It was opened for its budget. */
  readonly isForLimit?: boolean;
  readonly onClose: () => void;
  readonly onCreated: (workspace: CreatedWorkspace) => void;
}

export function WorkspaceDialog({ target, ...actions }: WorkspaceDialogProps) {
  const existing = target === 'new' ? null : target;
  return (
    <Dialog
      open={target !== null}
      onClose={actions.onClose}
      title={existing === null ? words.create : words.editTitle(existing.name)}
      {...(existing === null ? { description: words.createLead } : {})}
    >
      {target !== null && <WorkspaceForm existing={existing} {...actions} />}
    </Dialog>
  );
}

interface WorkspaceFormProps extends Omit<WorkspaceDialogProps, 'target'> {
  readonly existing: Workspace | null;
}

function WorkspaceForm({ existing, isForLimit = false, onClose, onCreated }: WorkspaceFormProps) {
  const { bridge, replica } = useApp();
  const [name, setName] = useState(existing?.name ?? '');
  const [limits, setLimits] = useState(existing === null ? NO_LIMIT_VALUES : startLimits(existing));
  const [problem, setProblem] = useState<string | undefined>(undefined);
  const [failure, setFailure] = useState<ApiError | null>(null);
  const [isBusy, setBusy] = useState(false);

  async function save(): Promise<ApiError | null> {
    const change = { name: name.trim(), ...toLimitChange(limits) };
    if (existing !== null) {
      const updated = await settle(bridge.workspaces.update({ id: existing.id, change }));
      return updated.ok ? null : updated.error;
    }
    const created = await settle(bridge.workspaces.create(change));
    if (!created.ok) return created.error;
    onCreated(created.value);
    return null;
  }

  async function submit(event: FormEvent): Promise<void> {
    event.preventDefault();
    const checked = workspaceCreateRequest.shape.name.safeParse(name);
    const issue = checked.error?.issues[0];
    const wrong = name.trim() === '' ? messages.errors.required : issue && describeIssue(issue);
    setProblem(wrong);
    if (wrong !== undefined || !areReadable(limits)) return;
    setBusy(true);
    const error = await save();
    setBusy(false);
    if (error?.param === 'name') return setProblem(error.message);
    if (error !== null) return setFailure(error);
    void replica.workspaces.refresh();
    onClose();
  }

  return (
    <form onSubmit={(event) => void submit(event)} className="flex min-h-0 flex-col">
      <DialogBody>
        <Field label={words.name} hint={words.nameHint} error={problem}>
          {(ids) => (
            <TextInput
              {...ids}
              autoFocus={!isForLimit}
              placeholder={words.namePlaceholder}
              value={name}
              onChange={(event) => setName(event.target.value)}
            />
          )}
        </Field>
        <BudgetFields value={limits} onChange={setLimits} isFirst={isForLimit} />
        <CountFields value={limits} onChange={setLimits} />
        <ErrorNote error={failure} />
      </DialogBody>
      <DialogFooter>
        <Button onClick={onClose}>{messages.actions.cancel}</Button>
        <Button type="submit" variant="primary" busy={isBusy}>
          {existing === null ? words.createAction : messages.actions.save}
        </Button>
      </DialogFooter>
    </form>
  );
}
