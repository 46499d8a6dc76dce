import { Loader, MultiSelect } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { type ReactElement, useMemo, useState } from 'react';
import {
  asEngineError,
  call,
  type LanguagesOfSeries,
  type ProcedureOutput,
} from '../../engine-client/index.ts';
import { Isolated, LOCALE, languageName, noticeError, strings } from '../../ui/index.ts';

const words = strings.settings.languages;
const KEY = ['languages'] as const;
/** More languages than this are not told apart by one look. */
const MOST_SHOWN = 6;

const named = (codes: readonly string[]): string => codes.map(languageName).join(', ');

/** The languages that each series is expected to be in; each change is stored when it is made. */
export function LanguagesTab(): ReactElement {
  const report = useQuery({ queryKey: KEY, queryFn: () => call('languages.report', {}), gcTime: 0 });
  const known = report.data?.known;
  const options = useMemo(
    () =>
      (known ?? [])
        .map((code) => ({ value: code, label: languageName(code) }))
        .sort((a, b) => a.label.localeCompare(b.label, LOCALE)),
    [known],
  );
  return (
    <section className="rc-settings" data-testid="languages">
      <p className="rc-dim">{words.hint}</p>
      {report.isPending ? <Loader size="sm" /> : null}
      {report.error ? (
        <p role="alert">
          {report.error.message} {asEngineError(report.error).remedy}
        </p>
      ) : null}
      {report.data?.series.length === 0 ? <p className="rc-dim">{words.none}</p> : null}
      <ul className="rc-plain">
        {report.data?.series.map((each) => (
          <Series key={each.series} known={each} options={options} />
        ))}
      </ul>
    </section>
  );
}

interface SeriesProps {
  readonly known: LanguagesOfSeries;
  readonly options: { readonly value: string; readonly label: string }[];
}

function Series({ known, options }: SeriesProps): ReactElement {
  const { series, expected, found, lines, mixed } = known;
  const client = useQueryClient();
  const [changed, setChanged] = useState(false);
  const expect = async (chosen: string[]): Promise<void> => {
    const codes = chosen.length === 0 ? null : chosen;
    // What is still being read is older than this choice, and would be put in its place.
    await client.cancelQueries({ queryKey: KEY });
    // Shown at once: the next key acts on what the hand has chosen, not on what is stored already.
    client.setQueryData<ProcedureOutput<'languages.report'>>(
      KEY,
      (old) =>
        old && {
          ...old,
          series: old.series.map((each) => (each.series === series ? { ...each, expected: codes } : each)),
        },
    );
    try {
      await call('languages.expect', { series, codes });
      setChanged(true);
    } catch (thrown) {
      const error = asEngineError(thrown);
      noticeError(error.message, error.remedy);
    }
    await client.invalidateQueries({ queryKey: KEY });
  };
  return (
    <li className="rc-backup" data-testid="language-series">
      <MultiSelect
        label={<Isolated text={series} />}
        description={expected === null ? words.byText(named(found)) : words.bySaying}
        placeholder={expected === null ? words.placeholder : ''}
        data={options}
        value={[...(expected ?? [])]}
        onChange={(codes) => void expect(codes)}
        searchable
        clearable
        selectFirstOptionOnChange
        maxDropdownHeight={180}
        nothingFoundMessage={words.unknown}
        clearButtonProps={{ 'aria-label': words.clear }}
        data-testid="language-expected"
      />
      <p className="rc-dim rc-small" data-testid="language-lines">
        {lines.length === 0
          ? words.noLines
          : [
              ...lines
                .slice(0, MOST_SHOWN)
                .map(({ code, utterances }) =>
                  words.lines(code === null ? words.undecided : languageName(code), utterances),
                ),
              ...(mixed === 0 ? [] : [words.mixed(mixed)]),
            ].join(' · ')}
      </p>
      <p className="rc-small" role="status" data-testid="language-state">
        {changed ? words.next : null}
      </p>
    </li>
  );
}
