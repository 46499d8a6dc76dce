import { Alert, Button, Loader } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { type ReactElement, type ReactNode, useMemo } from 'react';
import { type GateReport, PRESETS } from '../../../main/model/index.ts';
import {
  asEngineError,
  call,
  type ExportSettings,
  type ExportWish,
  type ProcedureOutput,
  type ProjectSummary,
} from '../../engine-client/index.ts';
import { BackButton, strings } from '../../ui/index.ts';
import { ClipsCard } from './clips-card.tsx';
import { type Job, startExport, startPack, useExportJob } from './export-job.ts';
import { FormatsCard } from './formats-card.tsx';
import { GatesCard } from './gates-card.tsx';
import { LeftOutCard } from './left-out-card.tsx';
import { PackCard } from './pack-card.tsx';
import { PreviewCard } from './preview-card.tsx';
import { RunCard } from './run-card.tsx';
import { useWish } from './use-wish.ts';

const words = strings.export;
const NO_JOB: Job = { kind: 'none' };

interface ExportScreenProps {
  readonly project: ProjectSummary;
  readonly extras: ReactNode;
  readonly onBack: () => void;
}

/** Chooses what goes into a dataset, shows at once what that costs, and writes it. */
export function ExportScreen({ project, extras, onBack }: ExportScreenProps): ReactElement {
  const offers = useQuery({ queryKey: ['export-offers'], queryFn: () => call('export.offers', {}) });
  const settings = useQuery({
    queryKey: ['export-settings', project.path],
    queryFn: () => call('export.settings', {}),
    gcTime: 0,
    staleTime: 0,
  });
  const error = offers.error ?? settings.error;
  return (
    <main className="rc-page-screen" data-testid="export-screen">
      <header className="rc-header">
        <BackButton label={strings.common.back} onClick={onBack} />
        <h1 className="rc-title">{words.title}</h1>
        <span className="rc-grow" />
        {extras}
      </header>
      {error !== null ? (
        <p role="alert" className="rc-empty">
          {error.message} {asEngineError(error).remedy}
        </p>
      ) : offers.data && settings.data && !settings.isFetching ? (
        <Body project={project} offers={offers.data} initial={settings.data} />
      ) : (
        <div className="rc-empty">
          <Loader />
        </div>
      )}
    </main>
  );
}

interface BodyProps {
  readonly project: ProjectSummary;
  readonly offers: ProcedureOutput<'export.offers'>;
  readonly initial: ExportSettings;
}

function Body({ project, offers, initial }: BodyProps): ReactElement {
  const { settings, rested, preview, change, setDirectory } = useWish(initial);
  const { wish, directory } = settings;
  const cast = useQuery({ queryKey: ['characters'], queryFn: () => call('characters.list', {}) }).data;
  const everybody = useMemo(
    () => [...new Set(cast?.filter(({ utterances }) => utterances > 0).map(({ name }) => name))],
    [cast],
  );
  const people = useMemo(
    () => (cast ?? []).filter(({ kind, utterances }) => kind === 'person' && utterances > 0),
    [cast],
  );
  const stored = useExportJob();
  const job = stored.project === project.path ? stored.job : NO_JOB;
  const report = preview.data?.report ?? null;
  const needsClips = offers.formats.some(
    ({ name, clips }) => clips !== 'none' && wish.formats.includes(name),
  );
  const canRun = (report?.included.utterances ?? 0) > 0 && wish.formats.length > 0;
  return (
    <div className="rc-export">
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard */}
      <section className="rc-export-choices" tabIndex={0} aria-label={words.choose}>
        <GatesCard
          acceptedOnly={wish.acceptedOnly}
          gates={wish.gates}
          report={report}
          onChange={(changed) => change(changed)}
        />
        <FormatsCard
          offers={offers.formats}
          formats={wish.formats}
          onChange={(formats) => change({ formats })}
        />
        <ClipsCard wish={wish} needed={needsClips} onChange={change} />
        <PackCard
          packs={offers.packs}
          people={people}
          isWorking={job.kind === 'working'}
          onPack={(wanted) => void startPack(project.path, { ...wanted, acceptedOnly: wish.acceptedOnly })}
        />
      </section>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard */}
      <section className="rc-export-result" tabIndex={0} aria-label={words.preview}>
        {preview.error !== null ? (
          <Alert color="red" role="alert">
            {preview.error.message} {asEngineError(preview.error).remedy}
          </Alert>
        ) : null}
        {preview.data === undefined || report === null ? (
          <section className="rc-card rc-bar">
            <Loader size="sm" />
            <span>{words.counting}</span>
          </section>
        ) : (
          <>
            <NothingToExport report={report} wish={wish} onChange={change} />
            {report.considered.utterances > 0 || wish.characters !== null ? (
              <PreviewCard
                preview={preview.data}
                everybody={everybody}
                characters={wish.characters}
                onCharacters={(characters) => change({ characters })}
              />
            ) : null}
          </>
        )}
        <RunCard
          job={job}
          directory={directory}
          canRun={canRun}
          onDirectory={setDirectory}
          onRun={() => void startExport(project.path, { directory: directory.trim(), wish })}
        />
        {report === null ? null : <LeftOutCard choice={rested} report={report} />}
      </section>
    </div>
  );
}

interface NothingProps {
  readonly report: GateReport;
  readonly wish: ExportWish;
  readonly onChange: (wish: Partial<ExportWish>) => void;
}

/** Why nothing would be written, and the way out. */
function NothingToExport({ report, wish, onChange }: NothingProps): ReactElement | null {
  if (report.included.utterances > 0) return null;
  const isHeldBack = report.considered.utterances > 0;
  const isUnaccepted = !isHeldBack && wish.acceptedOnly;
  return (
    <section className="rc-card" role="status" data-testid="export-nothing">
      <h2>{words.nothingYet}</h2>
      <p>{isHeldBack ? words.allHeldBack : isUnaccepted ? words.nothingAccepted : words.nothingSpoken}</p>
      {isHeldBack ? (
        <div>
          <Button variant="default" onClick={() => onChange({ gates: PRESETS.balanced })}>
            {words.allHeldBackAction}
          </Button>
        </div>
      ) : isUnaccepted ? (
        <div>
          <Button variant="default" onClick={() => onChange({ acceptedOnly: false })}>
            {words.nothingAcceptedAction}
          </Button>
        </div>
      ) : null}
    </section>
  );
}
