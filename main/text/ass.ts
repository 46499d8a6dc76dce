import { parse } from 'ass-compiler';
import { RolecallError } from '../model/errors.ts';
import type { Warnings } from './limits.ts';
import type { RawCue } from './srt.ts';

export function readAss(_text: string, file: string, _warnings: Warnings): RawCue[] {
  void parse;
  throw new RolecallError({
    kind: 'input',
    message: 'ASS is being added.',
    remedy: 'Convert it to SRT.',
    file,
  });
}
