// Aiming: frame after frame of the camera is looked at, how to move is said, and the light is turned on where it is too
// dark, until the aim has been good for a moment.

import { Guide } from './guide.js';
import { setting } from './settings.js';
import { busy, say } from './voice.js';
import { word } from './words.js';

const frameTime = 60; // ms from frame to frame: 16 a second
const steadyFrames = 3; // good and steady in a row, before the picture is taken: the hand has come to rest
const darkness = 1500; // ms that it must be dark before the light goes on: longer than a hand over the lens

/** Looks until the picture should be taken, and resolves to true then; to false when watch() says "stop". While it says
 *  "wait" nothing is looked at. No picture is taken before the time notBefore. */
export async function aim(reader, camera, watch, notBefore = 0) {
	const guide = new Guide(), light = new Light(camera);
	guide.listen(performance.now());
	await reader.ask('begin');
	for (let steady = 0; watch() !== 'stop';) {
		const began = performance.now();
		if (watch() === 'go') {
			const look = await reader.ask('frame', await camera.glance());
			if (watch() !== 'go') continue;
			steady = look.instruction === 'good' && look.steady ? steady + 1 : 0;
			await guideBy(guide, light, look);
			if (steady >= steadyFrames && announced(guide) && began > notBefore) return true;
		}
		await new Promise((resolve) => setTimeout(resolve, began + frameTime - performance.now()));
	}
	return false;
}

/** How many digits are seen is said before the picture is taken: whoever knows that there are more goes on looking. */
const announced = (guide) => guide.said === 'good' || setting('guidance') === 'off';

/** Says what a look tells to do, or does it. */
async function guideBy(guide, light, look) {
	const now = performance.now();
	const switched = await light.mind(look, now);
	if (switched) {
		guide.listen(now);
		say(word(switched));
	} else if (!busy() && !light.willHelp(look) && guide.hear(look.instruction, setting('guidance'), now)) {
		say(look.text);
	}
}

/** The light of the telephone. It is turned on by itself once, and off by itself once, so that it never flickers. */
class Light {
	constructor(camera) {
		this.camera = camera;
		this.darkSince = Infinity;
		this.turnedOn = this.turnedOff = false;
	}

	/** It is dark, and the light will soon go on. */
	willHelp(look) {
		return look.dark && setting('torch') === 'dark' && !this.turnedOn && !this.camera.torch && this.camera.hasTorch;
	}

	/** Switches the light where a look tells to, and resolves to the key of what to say of it, or to "". */
	async mind(look, now) {
		this.darkSince = look.dark ? Math.min(this.darkSince, now) : Infinity;
		if (this.willHelp(look) && now - this.darkSince >= darkness) {
			this.turnedOn = true;
			return await this.camera.light(true) ? 'torchForYou' : '';
		}
		if (look.glare && this.camera.torch && this.turnedOn && !this.turnedOff) { // it shines in its own mirror image
			this.turnedOff = true;
			return await this.camera.light(false) ? '' : 'torchIsOff';
		}
		return '';
	}
}
