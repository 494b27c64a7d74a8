@echo off
rem Opens the dashboard on Windows; sets it up the first time.
chcp 65001 >nul
cd /d "%~dp0"
where py >nul 2>nul && (set "PYTHON=py -3") || (set "PYTHON=python")
%PYTHON% -c "import sys; sys.exit(sys.version_info < (3, 11))" 2>nul || (
    echo Python 3.11 or newer is needed. Install it from python.org and start again.
    echo 需要 Python 3.11 或更新版本。请到 python.org 安装后再运行一次。
    pause
    exit /b 1
)
if not exist ".venv\Scripts\python.exe" %PYTHON% -m venv .venv || goto failed
fc /b requirements.txt .venv\installed.txt >nul 2>nul || (
    .venv\Scripts\python -m pip install --disable-pip-version-check -r requirements.txt || goto failed
    copy /y requirements.txt .venv\installed.txt >nul
)
echo 火眼 Huoyan: http://localhost:8501 - Ctrl+C 退出 / stops it
.venv\Scripts\python -m streamlit run dashboard.py --logger.hideWelcomeMessage true
exit /b %errorlevel%
:failed
echo Set-up failed: check the internet connection and start again.
echo 安装没有完成：请检查网络后再运行一次。
pause
exit /b 1
