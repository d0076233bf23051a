// The camera of the telephone: asked for once a visit, kept between pictures, lost now and then.

const patience = 3000; // ms that a camera may show nothing
const wanted = { audio: false, video: { facingMode: 'environment', width: { ideal: 1920 }, height: { ideal: 1080 } } };

export class Camera {
	/** A camera that shows in a video element. lost() is called when it stops without having been asked to. */
	constructor(video, lost) {
		this.video = video;
		this.lost = lost;
		this.torch = false; // is on
		document.addEventListener('visibilitychange', () => this.stayAwake());
	}

	get open() {
		return this.track?.readyState === 'live';
	}

	/** Opens the camera, or throws an error whose key is that of the words for it. */
	async start() {
		if (this.open) return;
		const stream = await ask();
		this.track = stream.getVideoTracks()[0];
		this.torch = false;
		this.track.addEventListener('ended', () => this.lost());
		this.track.addEventListener('mute', () => this.wait());
		this.video.srcObject = stream;
		await this.video.play();
		await this.stayAwake();
	}

	/** Gives a camera that shows nothing some time before it counts as lost: another app may have taken it. */
	wait() {
		const { track } = this;
		setTimeout(() => {
			if (track !== this.track || !track.muted || document.hidden) return;
			track.stop();
			this.lost();
		}, patience);
	}

	/** The track can switch the light of the telephone; what the browser says that it supports is not to be trusted. */
	get hasTorch() {
		return this.open && Boolean(this.track.getCapabilities?.().torch);
	}

	/** Switches the light, and returns whether it is on. */
	async light(on) {
		try {
			await this.track.applyConstraints({ advanced: [{ torch: on }] });
			this.torch = on;
		} catch {}
		return this.torch;
	}

	/** What the camera sees now, small enough to be looked at many times a second. */
	glance() {
		return this.view(480);
	}

	/** What the camera sees now, as it is. */
	picture() {
		return this.view(Infinity);
	}

	/** What the camera sees now, and how large the reader should make it, its longer side at most so many pixels. It is the
	 *  reader's thread that makes pixels of it: that takes long, and the page's own is the screen reader's. */
	async view(longest) {
		const { videoWidth, videoHeight } = this.video;
		const scale = Math.min(1, longest / Math.max(videoWidth, videoHeight));
		const width = Math.max(1, Math.round(videoWidth * scale)), height = Math.max(1, Math.round(videoHeight * scale));
		return { bitmap: await this.frame(), width, height };
	}

	/** The frame that is shown now: as it came from the camera, or, where a browser does not give it away so, copied. */
	async frame() {
		try {
			return new VideoFrame(this.video);
		} catch {
			return createImageBitmap(this.video);
		}
	}

	/** Keeps the screen on while the camera is; a browser that cannot is no worse a reader. */
	async stayAwake() {
		if (!this.open || document.hidden) return;
		try {
			await navigator.wakeLock?.request('screen');
		} catch {}
	}
}

/** Asks for the camera. Each way to fail has words of its own. */
async function ask() {
	if (!navigator.mediaDevices?.getUserMedia) throw failure(isSecureContext ? 'noLive' : 'insecure');
	try {
		return await navigator.mediaDevices.getUserMedia(wanted);
	} catch (error) {
		throw failure(reasons[error.name] ?? 'cameraInUse');
	}
}

const reasons = {
	NotAllowedError: 'refused', SecurityError: 'refused',
	NotFoundError: 'noCamera', OverconstrainedError: 'noCamera',
	NotReadableError: 'cameraInUse', AbortError: 'cameraInUse',
};

const failure = (key) => Object.assign(new Error(`camera: ${key}`), { key });
