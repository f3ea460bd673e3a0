"""An RTSP server that is not ours: GStreamer's, for the tests of the camera stage.

rtsp-server.py PORT [USER PASSWORD]   serves a moving ball on 127.0.0.1, with digest authentication when asked:
  /h264 and /h265   endless, 320x240, 10 frames/s, a key frame every second
  /short            20 frames of H.264, then the end
Prints "ready" once it listens.
"""
import sys

import gi

gi.require_version("Gst", "1.0")
gi.require_version("GstRtsp", "1.0")
gi.require_version("GstRtspServer", "1.0")
from gi.repository import GLib, Gst, GstRtsp, GstRtspServer  # noqa: E402

BALL = "( videotestsrc is-live=true pattern=ball {} ! video/x-raw,format=I420,width=320,height=240,framerate=10/1 ! {} )"
H264 = "x264enc tune=zerolatency speed-preset=ultrafast key-int-max=10 ! rtph264pay name=pay0 pt=96 config-interval=1"
H265 = "x265enc tune=zerolatency speed-preset=ultrafast key-int-max=10 ! rtph265pay name=pay0 pt=96 config-interval=1"
ROLE = "viewer"

Gst.init(None)
server = GstRtspServer.RTSPServer()
server.set_address("127.0.0.1")
server.set_service(sys.argv[1])
authenticates = len(sys.argv) > 2
for path, source, coder in (("/h264", "", H264), ("/h265", "", H265), ("/short", "num-buffers=20", H264)):
    factory = GstRtspServer.RTSPMediaFactory()
    factory.set_launch(BALL.format(source, coder))
    factory.set_shared(path != "/short")
    if authenticates:
        permissions = GstRtspServer.RTSPPermissions()
        permissions.add_permission_for_role(ROLE, "media.factory.access", True)
        permissions.add_permission_for_role(ROLE, "media.factory.construct", True)
        factory.set_permissions(permissions)
    server.get_mount_points().add_factory(path, factory)
if authenticates:
    auth = GstRtspServer.RTSPAuth()
    token = GstRtspServer.RTSPToken()
    token.set_string("media.factory.role", ROLE)
    auth.add_digest(sys.argv[2], sys.argv[3], token)
    auth.set_supported_methods(GstRtsp.RTSPAuthMethod.DIGEST)
    server.set_auth(auth)
server.attach(None)
print("ready", flush=True)
GLib.MainLoop().run()
