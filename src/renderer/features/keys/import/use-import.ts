import { useState } from 'react';
import { toast } from 'sonner';
import { findReply } from '../../../../shared/invite/find-reply';
import { LONGEST_IMPORT } from '../../../../shared/ipc/key-import';
import { messages } from '../../../lib/messages';
import { useFileDrop } from './use-file-drop';
import type { ImportSource } from './use-key-import';

interface ImportParts {
  /** The file was what somebody who was invited has sent. */
  readonly onReply: (text: string) => void;
}

/** Whether the import is open, and what it looks at; a file dropped anywhere opens it. */
export function useImport({ onReply }: ImportParts) {
  const [source, setSource] = useState<ImportSource | 'ask' | null>(null);
  const isOver = useFileDrop((file) => {
    if (file.size > LONGEST_IMPORT) toast.error(messages.keyImport.tooLong);
    else
      void file
        .text()
        .then((text) => (findReply(text) ? onReply(text) : setSource({ text, fileName: file.name })));
  });
  return { source, isOver, open: setSource, close: () => setSource(null) };
}
