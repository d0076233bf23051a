// When to say how to aim. The reader tells for every frame what to do; said is only what holds for more than a moment,
// one thing at a time, and not again and again: a voice that chatters is not listened to.

const settled = 250; // ms that an instruction must hold before it is said: a hand passes through many
const gap = 1500; // ms between two instructions: the first is heard out
const again = 10_000; // ms after which the same is said again, so that nobody thinks that the app is dead

export class Guide {
	constructor() {
		this.said = ''; // the last instruction said
		this.saidAt = -Infinity;
		this.held = ''; // the instruction of the last frames
		this.heldSince = 0;
		this.once = new Set(); // all that were said, for short guidance
	}

	/** Something else was said at the time now, in ms; the next instruction lets it be heard out. */
	listen(now) {
		this.saidAt = now;
	}

	/** Tells whether an instruction is to be said at the time now, in ms; mode is "full", "short" or "off". */
	hear(instruction, mode, now) {
		if (instruction !== this.held) {
			this.held = instruction;
			this.heldSince = now;
		}
		if (mode === 'off' || now - this.heldSince < settled || now - this.saidAt < gap) return false;
		if (mode === 'short' && this.once.has(instruction)) return false;
		if (instruction === this.said && now - this.saidAt < again) return false;
		this.said = instruction;
		this.saidAt = now;
		this.once.add(instruction);
		return true;
	}
}
