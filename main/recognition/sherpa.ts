import { sherpaCommand, sherpaModelIn } from '../../native-models/index.ts';
import { commandRecogniser } from './command.ts';
import type { Recogniser } from './recogniser.ts';

/**
 * An offline model of sherpa-onnx in a folder, run in a process of its own.
 *
 * @throws RolecallError `environment` where the folder holds none
 */
export function sherpaRecogniser(name: string, folder: string): Recogniser {
  // Said now, not after an episode was decoded.
  sherpaModelIn(folder);
  return commandRecogniser(name, sherpaCommand(folder));
}
