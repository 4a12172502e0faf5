import {
  type Announcements,
  type CollisionDetection,
  closestCenter,
  DndContext,
  type DragEndEvent,
  KeyboardSensor,
  type Modifier,
  type Over,
  PointerSensor,
  useSensor,
  useSensors,
} from '@dnd-kit/core';
import {
  hasSortableData,
  SortableContext,
  sortableKeyboardCoordinates,
  useSortable,
  verticalListSortingStrategy,
} from '@dnd-kit/sortable';
import { CSS } from '@dnd-kit/utilities';
import { GripVertical } from 'lucide-react';
import type { CSSProperties, ReactNode } from 'react';
import { messages } from '../lib/messages';

const words = messages.sorting;
const DRAG_FROM_PX = 4;

interface SortableProps {
  /** One was put where another one of its group was. */
  readonly onMove: (moved: string, target: string) => void;
  readonly children: ReactNode;
}

/** Whose groups are put into order by pointer or by keyboard. */
export function Sortable({ onMove, children }: SortableProps) {
  const sensors = useSensors(
    useSensor(PointerSensor, { activationConstraint: { distance: DRAG_FROM_PX } }),
    useSensor(KeyboardSensor, { coordinateGetter: sortableKeyboardCoordinates }),
  );
  const end = ({ active, over }: DragEndEvent) => {
    if (over !== null && over.id !== active.id) onMove(String(active.id), String(over.id));
  };
  return (
    <DndContext
      sensors={sensors}
      collisionDetection={withinGroup}
      modifiers={[upAndDown]}
      accessibility={{ announcements, screenReaderInstructions: { draggable: words.instructions } }}
      onDragEnd={end}
    >
      {children}
    </DndContext>
  );
}

const upAndDown: Modifier = ({ transform }) => ({ ...transform, x: 0 });

const withinGroup: CollisionDetection = (args) => {
  const { active, droppableContainers } = args;
  if (!hasSortableData(active)) return [];
  const { containerId } = active.data.current.sortable;
  const inGroup = droppableContainers.filter(
    (place) => hasSortableData(place) && place.data.current.sortable.containerId === containerId,
  );
  return closestCenter({ ...args, droppableContainers: inGroup });
};

const announcements: Announcements = {
  onDragStart: () => words.pickedUp,
  onDragOver: ({ over }) => sayPlace(over),
  onDragEnd: () => words.dropped,
  onDragCancel: () => words.cancelled,
};

function sayPlace(over: Over | null): string | undefined {
  return hasSortableData(over) ? words.over(over.data.current.sortable.index + 1) : undefined;
}

interface SortableGroupProps {
  readonly ids: readonly string[];
  readonly children: ReactNode;
}

/** What is in it stays in it. */
export function SortableGroup({ ids, children }: SortableGroupProps) {
  return (
    <SortableContext items={[...ids]} strategy={verticalListSortingStrategy}>
      {children}
    </SortableContext>
  );
}

export interface SortableItem {
  readonly isDragging: boolean;
  /** For the element that moves. */
  readonly place: { readonly ref: (node: HTMLElement | null) => void; readonly style: CSSProperties };
  /** What it is moved by; `null` where there is nothing to change places with. */
  readonly handle: ReactNode | null;
}

interface SortableItemOptions {
  readonly id: string;
  readonly label: string;
  /** From 1. */
  readonly place: number;
  readonly of: number;
}

export function useSortableItem({ id, label, place, of }: SortableItemOptions): SortableItem {
  const { attributes, listeners, setNodeRef, transform, transition, isDragging } = useSortable({
    id,
    disabled: of < 2,
  });
  const handle = (
    <button
      type="button"
      {...attributes}
      {...listeners}
      aria-label={words.handle(label, place, of)}
      className="flex size-5 shrink-0 cursor-grab touch-none items-center justify-center rounded-sm text-faint hover:bg-line hover:text-text active:cursor-grabbing"
    >
      <GripVertical className="size-3.5!" aria-hidden />
    </button>
  );
  return {
    isDragging,
    place: { ref: setNodeRef, style: { transform: CSS.Translate.toString(transform), transition } },
    handle: of < 2 ? null : handle,
  };
}
