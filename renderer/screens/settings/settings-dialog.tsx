import { Button, Loader, Modal, SegmentedControl, useMantineColorScheme } from '@mantine/core';
import { IconAlertTriangle, IconCircleCheck, IconCircleX } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import type { ReactElement } from 'react';
import { asEngineError, call } from '../../engine-client/index.ts';
import { Isolated, strings, useReturnFocus } from '../../ui/index.ts';

const words = strings.settings;
const ICONS = { good: IconCircleCheck, warning: IconAlertTriangle, bad: IconCircleX };
const SCHEMES = ['light', 'dark', 'auto'] as const;

/** Colours of the window, and what the doctor finds on this machine. */
export function SettingsDialog({ onClose }: { readonly onClose: () => void }): ReactElement {
  useReturnFocus();
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  const doctor = useQuery({ queryKey: ['doctor'], queryFn: () => call('doctor.run', {}), gcTime: 0 });
  return (
    <Modal opened onClose={onClose} title={words.title} size={640} data-testid="settings-dialog">
      <section className="rc-settings">
        <h3>{words.theme}</h3>
        <SegmentedControl
          aria-label={words.theme}
          data-testid="theme-control"
          value={colorScheme}
          onChange={(value) => setColorScheme(SCHEMES.find((scheme) => scheme === value) ?? 'auto')}
          data={[
            { value: 'light', label: words.light },
            { value: 'dark', label: words.dark },
            { value: 'auto', label: words.system },
          ]}
        />
        <div className="rc-bar">
          <h3 className="rc-grow">{words.doctor}</h3>
          <Button variant="default" loading={doctor.isFetching} onClick={() => void doctor.refetch()}>
            {words.check}
          </Button>
        </div>
        <p className="rc-dim">{words.doctorHint}</p>
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
    </Modal>
  );
}
