import { Modal, SegmentedControl, Tabs, useMantineColorScheme } from '@mantine/core';
import { type ReactElement, useState } from 'react';
import { type CommandId, strings, useReturnFocus } from '../../ui/index.ts';
import { BackupsTab } from './backups-tab.tsx';
import { DoctorTab } from './doctor-tab.tsx';
import { LanguagesTab } from './languages-tab.tsx';
import { ModelsTab } from './models-tab.tsx';
import { RecogniserTab } from './recogniser-tab.tsx';
import { ShortcutsList } from './shortcuts-sheet.tsx';
import { SpaceTab } from './space-tab.tsx';

const words = strings.settings;
const SCHEMES = ['light', 'dark', 'auto'] as const;

/** The parts of the settings. */
export type SettingsTab =
  | 'models'
  | 'recogniser'
  | 'languages'
  | 'space'
  | 'backups'
  | 'doctor'
  | 'shortcuts'
  | 'colours';

interface SettingsDialogProps {
  /** Where it opens. */
  readonly tab: SettingsTab;
  /** Whether a project is open: recogniser, languages, space and backups are a project's. */
  readonly inProject: boolean;
  readonly onClose: () => void;
}

/** Models, how words are checked, where the space goes, backups, what the doctor finds, keys, and the window's colours. */
export function SettingsDialog({ tab, inProject, onClose }: SettingsDialogProps): ReactElement {
  useReturnFocus();
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  const [waiting, setWaiting] = useState<CommandId | null>(null);
  return (
    <Modal
      opened
      onClose={onClose}
      title={words.title}
      size={760}
      closeOnEscape={waiting === null}
      data-testid="settings-dialog"
    >
      <Tabs defaultValue={tab} keepMounted={false} className="rc-settings-tabs">
        <Tabs.List>
          <Tabs.Tab value="models">{words.models}</Tabs.Tab>
          {inProject ? (
            <>
              <Tabs.Tab value="recogniser" data-testid="tab-recogniser">
                {words.recogniser.tab}
              </Tabs.Tab>
              <Tabs.Tab value="languages" data-testid="tab-languages">
                {words.languages.tab}
              </Tabs.Tab>
              <Tabs.Tab value="space" data-testid="tab-space">
                {words.space}
              </Tabs.Tab>
              <Tabs.Tab value="backups" data-testid="tab-backups">
                {words.backups}
              </Tabs.Tab>
            </>
          ) : null}
          <Tabs.Tab value="doctor" data-testid="tab-doctor">
            {words.doctor}
          </Tabs.Tab>
          <Tabs.Tab value="shortcuts" data-testid="tab-shortcuts">
            {words.shortcuts}
          </Tabs.Tab>
          <Tabs.Tab value="colours" data-testid="tab-colours">
            {words.theme}
          </Tabs.Tab>
        </Tabs.List>
        <Tabs.Panel value="models">
          <ModelsTab inProject={inProject} />
        </Tabs.Panel>
        <Tabs.Panel value="recogniser">
          <RecogniserTab />
        </Tabs.Panel>
        <Tabs.Panel value="languages">
          <LanguagesTab />
        </Tabs.Panel>
        <Tabs.Panel value="space">
          <SpaceTab />
        </Tabs.Panel>
        <Tabs.Panel value="backups">
          <BackupsTab />
        </Tabs.Panel>
        <Tabs.Panel value="doctor">
          <DoctorTab />
        </Tabs.Panel>
        <Tabs.Panel value="shortcuts">
          <ShortcutsList waiting={waiting} onWait={setWaiting} />
        </Tabs.Panel>
        <Tabs.Panel value="colours">
          <section className="rc-settings">
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
          </section>
        </Tabs.Panel>
      </Tabs>
    </Modal>
  );
}
