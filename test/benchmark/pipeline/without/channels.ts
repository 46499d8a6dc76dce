import type { chooseChannels as choose } from '../../../../main/media/channels.ts';

export { compareCentre, compareSides, WITH_CENTRE } from '../../../../main/media/channels.ts';

/** The mix, without a look at the file. */
export const chooseChannels: typeof choose = async () => ({ choice: 'mixed', gain: null });
