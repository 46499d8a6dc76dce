import { useDebouncedValue } from '@mantine/hooks';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import {
  call,
  type ExportSettings,
  type ExportWish,
  type ProcedureOutput,
} from '../../engine-client/index.ts';

/** A dial that moves is answered when it has rested this long, milliseconds. */
const REST = 100;
/** Settings are kept this long after the last change. */
const KEEP = 500;

export type Preview = ProcedureOutput<'export.preview'>;

/** What the screen sets, as it was left last in this project, and what comes of it. */
export function useWish(initial: ExportSettings) {
  const [settings, setSettings] = useState(initial);
  const [rested] = useDebouncedValue(settings.wish, REST);
  const preview = useQuery({
    queryKey: ['export-preview', rested],
    queryFn: () => call('export.preview', rested),
    placeholderData: keepPreviousData,
    // Lines may have been decided since the last time.
    staleTime: 0,
    gcTime: 0,
  });
  const [kept] = useDebouncedValue(settings, KEEP);
  useEffect(() => {
    if (kept !== initial) void call('export.remember', kept).catch(() => undefined);
  }, [kept, initial]);
  return {
    settings,
    rested,
    preview,
    change: (wish: Partial<ExportWish>): void =>
      setSettings((before) => ({ ...before, wish: { ...before.wish, ...wish } })),
    setDirectory: (directory: string): void => setSettings((before) => ({ ...before, directory })),
  };
}
