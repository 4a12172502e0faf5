import { messages } from '../lib/messages';

/** Over everything while a file is held over the window; the drop itself goes to the window. */
export function DropVeil() {
  return (
    <div className="pointer-events-none fixed inset-0 z-50 flex items-center justify-center bg-scrim">
      <p
        className="rounded-md border border-accent bg-raised px-4 py-3 font-medium shadow-float"
        role="status"
      >
        {messages.keyImport.drop}
      </p>
    </div>
  );
}
