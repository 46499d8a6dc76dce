import { Button, Loader } from '@mantine/core';
import { IconAlertTriangle, IconCircleCheck, IconCircleX } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import type { ReactElement } from 'react';
import { asEngineError, call } from '../../engine-client/index.ts';
import { Isolated, strings } from '../../ui/index.ts';

const words = strings.settings;
const ICONS = { good: IconCircleCheck, warning: IconAlertTriangle, bad: IconCircleX };

/** What the doctor finds on this machine and in the project. */
export function DoctorTab(): ReactElement {
  const doctor = useQuery({ queryKey: ['doctor'], queryFn: () => call('doctor.run', {}), gcTime: 0 });
  return (
    <section className="rc-settings">
      <div className="rc-bar">
        <p className="rc-dim rc-grow">{words.doctorHint}</p>
        <Button variant="default" loading={doctor.isFetching} onClick={() => void doctor.refetch()}>
          {words.check}
        </Button>
      </div>
      {doctor.isPending ? <Loader size="sm" /> : null}
      {doctor.error ? (
        <p role="alert">
          {doctor.error.message} {asEngineError(doctor.error).remedy}
        </p>
      ) : null}
      <ul className="rc-doctor" data-testid="doctor-findings">
        {doctor.data?.map((finding) => {
          const Icon = ICONS[finding.status];
          return (
            <li key={finding.subject} className={`rc-doctor-${finding.status}`}>
              <Icon size={18} aria-label={words.status[finding.status]} />
              <div>
                <b>
                  <Isolated text={finding.subject} />
                </b>
                <bdi className="rc-dim">{finding.found.slice(0, 1000)}</bdi>
                {finding.remedy === null ? null : (
                  <bdi className="rc-remedy">{finding.remedy.slice(0, 1000)}</bdi>
                )}
              </div>
            </li>
          );
        })}
      </ul>
    </section>
  );
}
