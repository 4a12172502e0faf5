import { FileText, Terminal } from 'lucide-react';
import { useEffect, useId, useRef, useState } from 'react';
import type { ApiError } from '../../../../shared/domain/event';
import type { ImportFormat } from '../../../../shared/domain/key-import';
import { LONGEST_IMPORT } from '../../../../shared/ipc/key-import';
import { Button } from '../../../components/button';
import { DialogBody } from '../../../components/dialog';
import { ErrorNote, Note } from '../../../components/notes';
import { messages } from '../../../lib/messages';
import type { ImportSource } from './use-key-import';

const words = messages.keyImport;

interface ImportSourcesProps {
  readonly isReading: boolean;
  /** What was looked through in vain. */
  readonly foundNothingIn: ImportFormat | null;
  readonly failure: ApiError | null;
  readonly onLook: (source: ImportSource) => void;
}

/** Where to look. What is pasted is taken at once and never shown. */
export function ImportSources({ isReading, foundNothingIn, failure, onLook }: ImportSourcesProps) {
  const id = useId();
  const field = useRef<HTMLTextAreaElement>(null);
  const file = useRef<HTMLInputElement>(null);
  const [isTooLong, setTooLong] = useState(false);

  useEffect(() => field.current?.focus(), []);

  async function readFile(chosen: File | undefined): Promise<void> {
    if (chosen === undefined) return;
    setTooLong(chosen.size > LONGEST_IMPORT);
    if (chosen.size <= LONGEST_IMPORT) onLook({ text: await chosen.text(), fileName: chosen.name });
  }

  return (
    <DialogBody>
      <div className="flex flex-col gap-1">
        <label htmlFor={id} className="text-table font-medium">
          {words.paste}
        </label>
        <textarea
          id={id}
          ref={field}
          className="control mono h-24 w-full resize-none py-2"
          placeholder={words.pastePlaceholder}
          value=""
          spellCheck={false}
          autoComplete="off"
          data-1p-ignore
          aria-describedby={`${id}-hint`}
          onChange={(event) => event.target.value.trim() !== '' && onLook({ text: event.target.value })}
        />
        <p id={`${id}-hint`} className="text-table text-muted">
          {words.pasteHint}
        </p>
      </div>
      <div className="flex flex-wrap items-center gap-2">
        <input
          ref={file}
          type="file"
          className="hidden"
          tabIndex={-1}
          aria-label={words.chooseFile}
          onChange={(event) => {
            void readFile(event.target.files?.[0]);
            event.target.value = '';
          }}
        />
        <Button busy={isReading} onClick={() => file.current?.click()}>
          <FileText aria-hidden />
          {words.chooseFile}
        </Button>
        <Button busy={isReading} onClick={() => onLook({ environment: true })}>
          <Terminal aria-hidden />
          {words.environment}
        </Button>
      </div>
      <p className="-mt-2 text-table text-muted">{words.environmentHint}</p>
      {foundNothingIn !== null && (
        <Note tone="info">
          {foundNothingIn === 'environment' ? words.nothingInEnvironment : words.nothing}
        </Note>
      )}
      {isTooLong && <Note tone="warn">{words.tooLong}</Note>}
      <ErrorNote error={failure} />
    </DialogBody>
  );
}
