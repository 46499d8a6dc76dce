import { RolecallError } from '../model/index.ts';
import { modelAddress } from '../network/index.ts';
import { commandRecogniser } from './command.ts';
import type { Recogniser } from './recogniser.ts';
import { serverRecogniser } from './server.ts';
import { type RecogniserSettings, recogniserName } from './settings.ts';
import { sherpaRecogniser } from './sherpa.ts';

export type { Recogniser, SpokenClip } from './recogniser.ts';
export {
  commandSettings,
  lineOfCommand,
  type RecogniserSettings,
  readRecogniser,
  recogniserName,
  recogniserSettings,
  serverSettings,
  sherpaSettings,
} from './settings.ts';

/**
 * The recogniser that settings name, ready to work.
 *
 * @throws RolecallError `usage` or `environment` where it cannot be reached
 */
export async function openRecogniser(settings: RecogniserSettings): Promise<Recogniser> {
  const name = recogniserName(settings);
  switch (settings.kind) {
    case 'command': {
      if (settings.command[0] === undefined)
        throw new RolecallError({
          kind: 'usage',
          message: 'No program is named.',
          remedy: 'Give command:PROGRAM.',
        });
      return commandRecogniser(name, settings.command);
    }
    case 'server':
      return serverRecogniser(name, modelAddress(settings.address, settings), settings.model);
    case 'sherpa':
      return sherpaRecogniser(name, settings.folder);
  }
}
