/** The variables of the environment that Rolecall reads, for the reference of the command line. */
export const ENVIRONMENT: Readonly<Record<string, string>> = {
  ROLECALL_FFMPEG: 'the ffmpeg to use, instead of the one on PATH or the one that came with the packages',
  ROLECALL_FFPROBE: 'the same for ffprobe',
  ROLECALL_MODELS: 'the folder of the models that come with Rolecall',
  ROLECALL_NODE: 'the Node that runs the engine of the window, instead of the one that set-up chose',
  ROLECALL_PROVIDERS:
    'where models run, best first, with commas: any of cpu, cuda, webgpu, dml, coreml ([models](models.md))',
  ROLECALL_PULLED_MODELS: 'the folder of pulled models, instead of `models` in the user folder',
  ROLECALL_TEXT_SCALE: 'how large the window shows text, 0.5 to 3, instead of what the system is set to',
  ROLECALL_TIME_LIMIT:
    'seconds that ffmpeg or a model may give no sign of life; 60 and 300 where it is not set ([batch](batch.md))',
  ROLECALL_USER_FOLDER: 'the folder for what Rolecall keeps for this user outside all projects',
};
