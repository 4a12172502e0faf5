import { clsx } from 'clsx';
import { Check, Copy } from 'lucide-react';
import { useEffect, useState } from 'react';
import { toast } from 'sonner';
import { useApp } from '../lib/app-context';
import { messages } from '../lib/messages';
import { settle } from '../lib/settle';
import { Button, IconButton } from './button';

/** Copies and says so for a moment where the click was; a toast says what was copied. */
function useCopy(text: string, what: string): { readonly isCopied: boolean; readonly copy: () => void } {
  const { bridge } = useApp();
  const [isCopied, setCopied] = useState(false);

  useEffect(() => {
    if (!isCopied) return;
    const timer = window.setTimeout(() => setCopied(false), 1600);
    return () => window.clearTimeout(timer);
  }, [isCopied]);

  async function write(): Promise<void> {
    const result = await settle(bridge.clipboard.write(text));
    if (!result.ok) {
      toast.error(result.error.message);
      return;
    }
    setCopied(true);
    toast(messages.copied(what));
  }
  return { isCopied, copy: () => void write() };
}

interface CopyProps {
  readonly text: string;
  /** What it is, as in "Copy address". */
  readonly what: string;
}

export function CopyIcon({ text, what, className }: CopyProps & { readonly className?: string }) {
  const { isCopied, copy } = useCopy(text, what);
  return (
    <IconButton label={messages.actions.copy(what)} onClick={copy} className={clsx('size-6', className)}>
      {isCopied ? <Check className="text-ok-text" aria-hidden /> : <Copy aria-hidden />}
    </IconButton>
  );
}

export function CopyButton({ text, what, isPrimary = false }: CopyProps & { readonly isPrimary?: boolean }) {
  const { isCopied, copy } = useCopy(text, what);
  return (
    <Button variant={isPrimary ? 'primary' : 'secondary'} onClick={copy}>
      {isCopied ? <Check aria-hidden /> : <Copy aria-hidden />}
      {messages.actions.copy(what)}
    </Button>
  );
}
