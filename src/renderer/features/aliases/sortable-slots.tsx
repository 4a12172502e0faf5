import {
  type Announcements,
  closestCenter,
  DndContext,
  type DragEndEvent,
  KeyboardSensor,
  type Modifier,
  PointerSensor,
  useSensor,
  useSensors,
} from '@dnd-kit/core';
import {
  SortableContext,
  sortableKeyboardCoordinates,
  useSortable,
  verticalListSortingStrategy,
} from '@dnd-kit/sortable';
import { CSS } from '@dnd-kit/utilities';
import { clsx } from 'clsx';
import { GripVertical } from 'lucide-react';
import type { CSSProperties, ReactNode } from 'react';
import { messages } from '../../lib/messages';

const words = messages.aliases.slot;
const DRAG_FROM_PX = 4;

interface SortableSlotsProps {
  readonly names: readonly string[];
  readonly onMove: (from: number, to: number) => void;
  readonly children: ReactNode;
}

/** A chain whose slots are put into order by pointer or by keyboard. */
export function SortableSlots({ names, onMove, children }: SortableSlotsProps) {
  const sensors = useSensors(
    useSensor(PointerSensor, { activationConstraint: { distance: DRAG_FROM_PX } }),
    useSensor(KeyboardSensor, { coordinateGetter: sortableKeyboardCoordinates }),
  );
  const end = ({ active, over }: DragEndEvent) => {
    if (over !== null) onMove(names.indexOf(String(active.id)), names.indexOf(String(over.id)));
  };
  return (
    <DndContext
      sensors={sensors}
      collisionDetection={closestCenter}
      modifiers={[upAndDown]}
      accessibility={{
        announcements: announce(names),
        screenReaderInstructions: { draggable: words.instructions },
      }}
      onDragEnd={end}
    >
      <SortableContext items={[...names]} strategy={verticalListSortingStrategy}>
        {children}
      </SortableContext>
    </DndContext>
  );
}

const upAndDown: Modifier = ({ transform }) => ({ ...transform, x: 0 });

function announce(names: readonly string[]): Announcements {
  return {
    onDragStart: () => words.pickedUp,
    onDragOver: ({ over }) => (over === null ? undefined : words.over(names.indexOf(String(over.id)) + 1)),
    onDragEnd: () => words.dropped,
    onDragCancel: () => words.cancelled,
  };
}

interface SortableSlotProps {
  readonly name: string;
  readonly label: string;
  readonly place: number;
  readonly of: number;
  readonly isReady: boolean;
  readonly isNext: boolean;
  readonly children: (handle: ReactNode) => ReactNode;
}

export function SortableSlot({ name, label, place, of, isReady, isNext, children }: SortableSlotProps) {
  const sortable = useSortable({ id: name, disabled: of < 2 });
  const style: CSSProperties = {
    transform: CSS.Translate.toString(sortable.transform),
    transition: sortable.transition,
  };
  const handle = of > 1 && (
    <button
      type="button"
      {...sortable.attributes}
      {...sortable.listeners}
      aria-label={words.handle(label, place, of)}
      className="flex size-5 shrink-0 cursor-grab touch-none items-center justify-center rounded-sm text-faint hover:bg-line hover:text-text active:cursor-grabbing"
    >
      <GripVertical className="size-3.5!" aria-hidden />
    </button>
  );
  return (
    <li
      ref={sortable.setNodeRef}
      style={style}
      data-ready={isReady}
      data-next={isNext}
      className={clsx('group', sortable.isDragging && 'relative z-10 rounded-md bg-raised shadow-float')}
    >
      {children(handle === false ? undefined : handle)}
    </li>
  );
}
