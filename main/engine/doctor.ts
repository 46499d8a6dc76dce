import { statfs } from 'node:fs/promises';
import { availableParallelism, totalmem } from 'node:os';
import type { DoctorFinding } from '../contract/index.ts';
import { findTools } from '../media/index.ts';
import { asRolecallError } from '../model/index.ts';
import { checkDatabase, listEpisodes } from '../store/index.ts';
import { projectEncoder, requireInstalled } from './encoder.ts';
import { checkProject } from './invariants.ts';
import { checkModels, type ModelCheck, missingModels } from './models.ts';
import { openProject, type Project } from './project.ts';
import { ROLECALL_VERSION } from './version.ts';

const good = (subject: string, found: string): DoctorFinding => ({
  subject,
  status: 'good',
  found,
  remedy: null,
});
const bad = (subject: string, thrown: unknown): DoctorFinding => {
  const error = asRolecallError(thrown);
  return { subject, status: 'bad', found: error.message, remedy: error.remedy };
};

const LEAST_FREE_BYTES = 2 * 1024 ** 3;

/** What this machine and, where one is named, a project have, and what to do about what is wrong. */
export async function runDoctor(project: string | null, signal: AbortSignal): Promise<DoctorFinding[]> {
  return [
    good('Rolecall', ROLECALL_VERSION),
    good('Node', `${process.versions.node} at ${process.execPath}`),
    good('Machine', `${availableParallelism()} cores, ${(totalmem() / 1024 ** 3).toFixed(1)} GiB of memory`),
    ...(await examineTools()),
    ...(await examineModels(signal)),
    ...(project === null ? [] : await examineProject(project)),
  ];
}

async function examineTools(): Promise<DoctorFinding[]> {
  try {
    const { ffmpeg, ffprobe } = await findTools();
    return [
      good('ffmpeg', `${ffmpeg.version} (${ffmpeg.source}) at ${ffmpeg.path}`),
      good('ffprobe', `${ffprobe.version} (${ffprobe.source}) at ${ffprobe.path}`),
    ];
  } catch (thrown) {
    return [bad('ffmpeg', thrown)];
  }
}

async function examineModels(signal: AbortSignal): Promise<DoctorFinding[]> {
  try {
    const results = await checkModels(signal);
    return [...results.map(modelFinding), ...(await examineEncoders())];
  } catch (thrown) {
    return [bad('Models', thrown)];
  }
}

/** Says where a model runs, and why not elsewhere where a better place was tried. */
function modelFinding({ id, ok, message, remedy, provider, notes }: ModelCheck): DoctorFinding {
  const subject = `Model ${id}`;
  if (!ok) return { subject, status: 'bad', found: message, remedy };
  const found = [message, `It runs on ${provider}.`, ...notes.map((note) => `${note}.`)].join(' ');
  if (notes.length === 0) return good(subject, found);
  return {
    subject,
    status: 'warning',
    found,
    remedy: 'Work goes on, only slower. Mend the driver, or set ROLECALL_PROVIDERS=cpu to try nothing else.',
  };
}

async function examineEncoders(): Promise<DoctorFinding[]> {
  const missing = await missingModels();
  if (missing.length === 0) return [];
  return [good('More models', `may be pulled (rolecall models pull NAME): ${missing.join(', ')}`)];
}

async function examineProject(path: string): Promise<DoctorFinding[]> {
  try {
    const project = openProject(path);
    try {
      const faults = checkDatabase(project.database);
      const failed = listEpisodes(project.database).filter((each) => each.failure !== null);
      return [
        faults.length === 0
          ? good('Project database', 'sound')
          : {
              subject: 'Project database',
              status: 'bad',
              found: faults.slice(0, 5).join('; '),
              remedy:
                'Copy the project folder away, then put the newest file of its `backups` folder in place of project.db.',
            },
        ...(faults.length === 0 ? [examineContent(project)] : []),
        await examineEncoder(project),
        ...failed.map(
          ({ title, failure }): DoctorFinding => ({
            subject: title,
            status: 'warning',
            found: [failure?.file, failure?.message].filter(Boolean).join(': '),
            remedy: failure?.remedy ?? null,
          }),
        ),
        await examineDisk(path),
      ];
    } finally {
      project.close();
    }
  } catch (thrown) {
    return [bad('Project', thrown)];
  }
}

async function examineEncoder(project: Project): Promise<DoctorFinding> {
  try {
    const entry = projectEncoder(project.database);
    await requireInstalled(entry);
    return good('Speaker encoder of the project', entry.id);
  } catch (thrown) {
    return bad('Speaker encoder of the project', thrown);
  }
}

/** What the project says of its episodes must agree with itself; a run makes it again. */
function examineContent(project: Project): DoctorFinding {
  const faults = checkProject(project);
  if (faults.length === 0) return good('Project content', 'every state has its evidence');
  const first = faults.slice(0, 5).map(({ subject, message }) => `${subject} ${message}`);
  return {
    subject: 'Project content',
    status: 'bad',
    found: `${first.join('; ')}${faults.length > first.length ? `; ${faults.length - first.length} more` : ''}`,
    remedy: 'Delete the `cache` folder of the project and run it again: what was reviewed stays.',
  };
}

async function examineDisk(path: string): Promise<DoctorFinding> {
  const { bavail, bsize } = await statfs(path);
  const free = bavail * bsize;
  const found = `${(free / 1024 ** 3).toFixed(1)} GiB free`;
  return free >= LEAST_FREE_BYTES
    ? good('Disk', found)
    : {
        subject: 'Disk',
        status: 'warning',
        found,
        remedy: 'Free some space: listening copies take about 15 MB for each hour.',
      };
}
