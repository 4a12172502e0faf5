import { clsx } from 'clsx';
import { X } from 'lucide-react';
import { AlertDialog, Dialog as Radix } from 'radix-ui';
import type { ReactNode } from 'react';
import type { ApiError } from '../../shared/domain/event';
import { messages } from '../lib/messages';
import { useReturnFocus } from '../lib/use-return-focus';
import { Button } from './button';
import { ErrorNote } from './notes';

const VEIL = 'veil fixed inset-0 z-40 bg-scrim';
const PANEL =
  'fixed top-[8vh] left-1/2 z-40 flex max-h-[84vh] -translate-x-1/2 flex-col rounded-md border border-line bg-raised shadow-float outline-none';

interface DialogProps {
  readonly open: boolean;
  readonly onClose: () => void;
  readonly title: string;
  readonly description?: ReactNode;
  /** False keeps it open on Escape and on clicks outside: it shows something that cannot be shown again. */
  readonly isDismissable?: boolean;
  /** For what holds lines of code. */
  readonly isWide?: boolean;
  readonly children: ReactNode;
}

export function Dialog({
  open,
  onClose,
  title,
  description,
  isDismissable = true,
  isWide = false,
  children,
}: DialogProps) {
  const focus = useReturnFocus();
  const keepOpen = (event: Event) => {
    if (!isDismissable) event.preventDefault();
  };
  return (
    <Radix.Root open={open} onOpenChange={(next) => !next && onClose()}>
      <Radix.Portal>
        <Radix.Overlay className={VEIL} />
        <Radix.Content
          className={clsx('pop max-w-[calc(100vw-48px)]', PANEL, isWide ? 'w-[640px]' : 'w-[480px]')}
          {...focus}
          onEscapeKeyDown={keepOpen}
          onInteractOutside={keepOpen}
          {...(description === undefined ? { 'aria-describedby': undefined } : {})}
        >
          <header className="flex items-start gap-4 px-6 pt-5 pb-4">
            <div className="grow">
              <Radix.Title className="text-title font-semibold">{title}</Radix.Title>
              {description !== undefined && (
                <Radix.Description className="mt-1 text-muted">{description}</Radix.Description>
              )}
            </div>
            {isDismissable && (
              <Radix.Close asChild>
                {/* No tooltip: the focus begins here, and Escape would close the tooltip instead of the dialog. */}
                <button
                  type="button"
                  aria-label={messages.actions.close}
                  className="-mt-0.5 -mr-2 inline-flex size-7 shrink-0 items-center justify-center rounded-md text-muted transition-colors duration-[120ms] hover:bg-hover hover:text-text"
                >
                  <X aria-hidden />
                </button>
              </Radix.Close>
            )}
          </header>
          {children}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}

export function DialogBody(props: { readonly children: ReactNode }) {
  return (
    <div className="flex min-h-0 grow flex-col gap-4 overflow-y-auto px-6 pt-0.5 pb-5">{props.children}</div>
  );
}

export function DialogFooter(props: { readonly children: ReactNode }) {
  return (
    <footer className="flex items-center justify-end gap-2 rounded-b-md border-line border-t bg-panel px-6 py-3">
      {props.children}
    </footer>
  );
}

interface ConfirmProps {
  readonly open: boolean;
  readonly title: string;
  /** Names what is lost. */
  readonly consequence: ReactNode;
  readonly action: string;
  readonly busy: boolean;
  readonly error: ApiError | null;
  readonly onConfirm: () => void;
  readonly onCancel: () => void;
}

export function ConfirmDialog(props: ConfirmProps) {
  const focus = useReturnFocus();
  return (
    <AlertDialog.Root open={props.open} onOpenChange={(next) => !next && props.onCancel()}>
      <AlertDialog.Portal>
        <AlertDialog.Overlay className={VEIL} />
        <AlertDialog.Content {...focus} className={`pop ${PANEL} w-[420px] max-w-[calc(100vw-48px)]`}>
          <div className="flex flex-col gap-2 px-6 py-5">
            <AlertDialog.Title className="text-title font-semibold">{props.title}</AlertDialog.Title>
            <AlertDialog.Description asChild>
              <div className="text-muted">{props.consequence}</div>
            </AlertDialog.Description>
            <ErrorNote error={props.error} />
          </div>
          <DialogFooter>
            <AlertDialog.Cancel asChild>
              <Button>{messages.actions.cancel}</Button>
            </AlertDialog.Cancel>
            <Button variant="danger" busy={props.busy} onClick={props.onConfirm}>
              {props.action}
            </Button>
          </DialogFooter>
        </AlertDialog.Content>
      </AlertDialog.Portal>
    </AlertDialog.Root>
  );
}
