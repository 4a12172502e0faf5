import { useEffect, useId, useRef, useState } from 'react';
import type { ApiError } from '../../../../shared/domain/event';
import type { KeyImportPreview } from '../../../../shared/domain/key-import';
import type { ProviderSummary } from '../../../../shared/domain/provider';
import { Button } from '../../../components/button';
import { DialogBody, DialogFooter } from '../../../components/dialog';
import { ErrorNote } from '../../../components/notes';
import { Select } from '../../../components/select';
import { useApp, useResource } from '../../../lib/app-context';
import { messages } from '../../../lib/messages';
import { canBeTaken, type ImportChoice, type ImportChoices, missingFields } from './import-choices';
import { ImportEntryRow } from './import-entry-row';

const words = messages.keyImport;

/** Radix takes no empty value. */
const EVERY_TOOL = '-';

interface ImportPreviewProps {
  readonly preview: KeyImportPreview;
  readonly choices: ImportChoices;
  readonly providers: readonly ProviderSummary[];
  readonly work: 'idle' | 'reading' | 'importing';
  readonly failure: ApiError | null;
  readonly choose: (id: string, change: Partial<ImportChoice>) => void;
  readonly take: (workspaceId: string | null) => Promise<void>;
  readonly startOver: () => void;
  readonly onCancel: () => void;
}

export function ImportPreview(props: ImportPreviewProps) {
  const { preview, choices, providers, failure } = props;
  const [owner, setOwner] = useState(EVERY_TOOL);
  const outcome = useRef<HTMLParagraphElement>(null);
  // What was pasted into is gone, and its focus with it.
  useEffect(() => outcome.current?.focus(), []);
  const taken = preview.entries.filter((entry) => choices[entry.id]?.isTaken === true);
  const isComplete = taken.every(({ id }) => {
    const choice = choices[id];
    return choice !== undefined && missingFields(choice, providers)?.length === 0;
  });
  return (
    <form
      className="flex min-h-0 flex-col"
      aria-label={words.title}
      onSubmit={(event) => {
        event.preventDefault();
        void props.take(owner === EVERY_TOOL ? null : owner);
      }}
    >
      <DialogBody>
        <p ref={outcome} tabIndex={-1} className="text-muted outline-none" role="status">
          {words.found(preview.entries.length)}
          {preview.ignored > 0 && ` · ${words.ignored(preview.ignored)}`}
        </p>
        <ul className="card divide-y divide-line">
          {preview.entries.map((entry) => {
            const choice = choices[entry.id];
            return choice === undefined ? null : (
              <ImportEntryRow
                key={entry.id}
                entry={entry}
                choice={choice}
                providers={providers}
                onChange={(change) => props.choose(entry.id, change)}
              />
            );
          })}
        </ul>
        {preview.entries.some(canBeTaken) && <OwnerField value={owner} onChange={setOwner} />}
        <ErrorNote error={failure} />
      </DialogBody>
      <DialogFooter>
        <Button className="mr-auto" onClick={props.startOver}>
          {words.back}
        </Button>
        <Button onClick={props.onCancel}>{messages.actions.cancel}</Button>
        <Button
          type="submit"
          variant="primary"
          busy={props.work === 'importing'}
          disabled={taken.length === 0 || !isComplete}
        >
          {words.add(taken.length)}
        </Button>
      </DialogFooter>
    </form>
  );
}

interface OwnerFieldProps {
  readonly value: string;
  readonly onChange: (value: string) => void;
}

/** One answer for all: a file is seldom of two minds. */
function OwnerField({ value, onChange }: OwnerFieldProps) {
  const id = useId();
  const { replica } = useApp();
  const workspaces = useResource(replica.workspaces).value ?? [];
  return (
    <div className="flex items-center gap-3">
      <label htmlFor={id} className="text-table font-medium">
        {words.workspace}
      </label>
      <div className="w-56">
        <Select
          id={id}
          value={value}
          onChange={onChange}
          options={[
            { value: EVERY_TOOL, label: messages.keys.shared },
            ...workspaces.map((workspace) => ({ value: workspace.id, label: workspace.name })),
          ]}
        />
      </div>
    </div>
  );
}
