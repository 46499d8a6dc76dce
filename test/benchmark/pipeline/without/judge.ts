import { makeWorkbench as make, type Workbench } from '../../../../main/engine/workbench.ts';

export type { Workbench };

/** The workbench with a judge that hears nothing: no clip is sent to the models' process for it. */
export async function makeWorkbench(...args: Parameters<typeof make>): Promise<Workbench> {
  return { ...(await make(...args)), ear: { id: 'none', judge: async (clips) => clips.map(() => null) } };
}
